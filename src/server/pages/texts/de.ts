import type { PageTexts } from './page-texts.js';

export const de: PageTexts = {
  language: 'de',
  email: 'E-Mail-Adresse',
  invalidEmail: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein.',
  verifyEmail: {
    title: 'E-Mail-Adresse bestätigen',
    explain: (appName) => `Mit einem Klick bestätigen Sie für ${appName}, dass diese Adresse Ihnen gehört.`,
    button: 'Bestätigen',
    doneTitle: 'Ihre Adresse ist bestätigt',
    done: (email) => `${email} ist bestätigt.`,
    donePassword: (email) =>
      `${email} ist bestätigt. Mit dieser Adresse hat sich mehr als eine Person registriert; deshalb gilt nur ein Passwort, das Sie jetzt wählen.`,
    next: 'Sie können diese Seite schließen und sich anmelden.',
  },
  resetPassword: {
    title: 'Neues Passwort wählen',
    explain: (appName) => `Es wird das Passwort Ihres Kontos bei ${appName}.`,
    label: 'Neues Passwort',
    hint: (min, max) =>
      `${min} bis ${max} Zeichen; einige Wörter ohne Zusammenhang sind gut. Häufige Passwörter und solche, die Ihrem Namen oder Ihrer Adresse gleichen, werden abgelehnt.`,
    show: 'Anzeigen',
    button: 'Passwort speichern',
    acceptable: 'Lang genug und kein häufiges Passwort.',
    tooShort: (min) => `Verwenden Sie mindestens ${min} Zeichen.`,
    tooLong: (max) => `Verwenden Sie höchstens ${max} Zeichen.`,
    tooCommon:
      'Das ist zu leicht zu erraten: Wählen Sie eines, das nicht häufig ist und nicht Ihrem Namen oder Ihrer Adresse gleicht.',
    reused: 'Dieses Passwort haben Sie hier kürzlich verwendet: Wählen Sie ein anderes.',
    doneTitle: 'Ihr neues Passwort ist gespeichert',
    done: 'Zur Sicherheit wurden Sie auf allen Geräten abgemeldet. Sie können diese Seite schließen und sich mit dem neuen Passwort anmelden.',
  },
  signIn: {
    title: 'Anmelden',
    explain: 'Der Anbieter hat bestätigt, wer Sie sind. Schließen Sie die Anmeldung innerhalb einer Minute ab.',
    button: 'Anmeldung abschließen',
    choose: 'Wählen Sie, womit Sie sich anmelden möchten.',
    with: (provider) => `Mit ${provider} anmelden`,
    doneTitle: 'Sie sind angemeldet',
    done: (email) => `Sie sind als ${email} angemeldet.`,
    linked: 'Das Konto ist verknüpft',
    next: 'Sie können diese Seite schließen.',
    failed: (code) => `Die Anmeldung hat nicht geklappt (${code}). Versuchen Sie es noch einmal.`,
  },
  deadLink: {
    title: 'Dieser Link gilt nicht mehr',
    expired: 'Er ist abgelaufen.',
    used: 'Er wurde schon benutzt, durch eine neuere E-Mail ersetzt oder nicht vollständig kopiert.',
    another: 'Einen anderen Link anfordern',
  },
  newMail: {
    'verify-email': {
      title: 'E-Mail-Adresse bestätigen',
      explain: 'Geben Sie die Adresse ein, mit der Sie sich registriert haben, und Sie erhalten eine neue E-Mail.',
      button: 'Neue E-Mail senden',
      sent: (email) => `Falls ${email} auf eine Bestätigung wartet, ist eine E-Mail mit einem neuen Link unterwegs.`,
      whenUsed: 'Wenn Sie Ihre Adresse schon bestätigt haben, melden Sie sich einfach an.',
    },
    'reset-password': {
      title: 'Passwort vergessen?',
      explain:
        'Geben Sie die Adresse Ihres Kontos ein, und Sie erhalten eine E-Mail mit einem Link, um ein neues Passwort zu wählen.',
      button: 'E-Mail senden',
      sent: (email) => `Falls es ein Konto mit ${email} gibt, ist eine E-Mail mit einem Link unterwegs.`,
      whenUsed: 'Wenn Sie schon ein neues Passwort gewählt haben, melden Sie sich damit an.',
    },
    sentTitle: 'Sehen Sie in Ihr Postfach',
    spam: 'Wenn nach einigen Minuten nichts kommt, sehen Sie auch bei den unerwünschten E-Mails nach und prüfen Sie die Adresse.',
    again: (wait) => `Sie können in ${wait} eine weitere E-Mail anfordern.`,
    askAgain: 'Erneut anfordern',
  },
  trouble: {
    title: 'Das hat nicht geklappt',
    malformed: 'In dieser Anfrage fehlt etwas. Öffnen Sie den Link in der E-Mail noch einmal.',
    tooLarge: 'Das ist mehr, als diese Seite annehmen kann.',
    elsewhere:
      'Diese Anfrage kam von einer anderen Website, deshalb ist nichts geschehen. Öffnen Sie den Link in der E-Mail noch einmal.',
    failed: (requestId) =>
      `Hier ist etwas schiefgegangen. Versuchen Sie es noch einmal; wenn es wieder geschieht, melden Sie diese Nummer: ${requestId}`,
    rateLimited: (wait) => `Das waren zu viele Versuche. Warten Sie ${wait} und versuchen Sie es dann noch einmal.`,
    unavailable: (wait) => `Der Server ist überlastet. Warten Sie ${wait} und versuchen Sie es dann noch einmal.`,
  },
};
