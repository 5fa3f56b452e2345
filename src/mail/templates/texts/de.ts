import type { MailTexts } from './mail-texts.js';

const validFor24Hours = 'Der Link gilt 24 Stunden, der Code 10 Minuten. Bitte geben Sie beides an niemanden weiter.';
const nothingToDo = 'Wenn Sie das waren, brauchen Sie nichts zu tun.';

export const de: MailTexts = {
  language: 'de',
  insteadOfTheButton: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:',
  insteadOfTheLink: 'Oder geben Sie diesen Code dort ein, wo Sie danach gefragt werden:',
  goTo: (appName) => `Zu ${appName}`,
  facts: {
    time: (time) => `Zeit: ${time}`,
    device: (name) => `Gerät: „${name}“`,
    unknownDevice: 'Gerät: unbekannt',
    ip: (address) => `IP-Adresse: ${address}`,
  },
  verifyEmail: {
    subject: (appName) => `Bestätigen Sie Ihre E-Mail-Adresse für ${appName}`,
    preview: 'Öffnen Sie den Link oder geben Sie den Code ein.',
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    request: (appName) =>
      `Jemand, hoffentlich Sie selbst, hat diese Adresse bei ${appName} angegeben. Bitte bestätigen Sie, dass es Ihre ist.`,
    button: 'E-Mail-Adresse bestätigen',
    validity: validFor24Hours,
    notYou:
      'Falls Sie das nicht waren, können Sie diese E-Mail ignorieren: Ohne den Link oder den Code geschieht nichts.',
  },
  confirmEmailChange: {
    subject: (appName) => `Bestätigen Sie Ihre neue E-Mail-Adresse für ${appName}`,
    preview: 'Öffnen Sie den Link oder geben Sie den Code ein, um die Änderung abzuschließen.',
    heading: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    request: (appName) =>
      `Jemand, hoffentlich Sie selbst, möchte diese Adresse für ein Konto bei ${appName} verwenden. Bitte bestätigen Sie, dass es Ihre ist.`,
    button: 'Neue E-Mail-Adresse bestätigen',
    validity: validFor24Hours,
    notYou:
      'Falls Sie das nicht waren, können Sie diese E-Mail ignorieren: Ohne den Link oder den Code ändert sich nichts.',
  },
  passwordReset: {
    subject: (appName) => `Setzen Sie Ihr Passwort für ${appName} zurück`,
    preview: 'Öffnen Sie den Link oder geben Sie den Code ein, um ein neues Passwort zu wählen.',
    heading: 'Setzen Sie Ihr Passwort zurück',
    request: (appName) =>
      `Jemand, hoffentlich Sie selbst, hat ein neues Passwort für Ihr Konto bei ${appName} angefordert.`,
    button: 'Neues Passwort wählen',
    validity: 'Der Link gilt 30 Minuten, der Code 10 Minuten. Bitte geben Sie beides an niemanden weiter.',
    notYou: 'Falls Sie das nicht waren, können Sie diese E-Mail ignorieren: Ihr Passwort bleibt, wie es ist.',
  },
  invitation: {
    subject: (appName) => `Ihr Konto bei ${appName} wartet auf Sie`,
    preview: 'Wählen Sie Ihr Passwort, um zu beginnen.',
    heading: 'Für Sie wurde ein Konto angelegt',
    request: (appName) =>
      `Für diese Adresse wurde ein Konto bei ${appName} angelegt. Wählen Sie Ihr Passwort, um zu beginnen.`,
    button: 'Passwort wählen',
    validity: 'Der Link gilt 7 Tage. Bitte geben Sie ihn an niemanden weiter.',
    notYou: 'Falls Sie damit nichts anfangen können, ignorieren Sie diese E-Mail einfach.',
  },
  accountExists: {
    subject: (appName) => `Sie haben bereits ein Konto bei ${appName}`,
    preview: 'Jemand wollte Ihre Adresse verwenden. Es hat sich nichts geändert.',
    heading: 'Sie haben bereits ein Konto',
    news: (appName) =>
      `Jemand, vielleicht Sie selbst, wollte diese Adresse für ein Konto bei ${appName} verwenden. Sie gehört bereits zu einem Konto, und an diesem hat sich nichts geändert.`,
    wasYou:
      'Wenn Sie das waren, melden Sie sich wie gewohnt an. Haben Sie Ihr Passwort vergessen, können Sie es dort zurücksetzen.',
    notYou: 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun.',
  },
  emailChangeRequested: {
    subject: (appName) => `Ihre E-Mail-Adresse bei ${appName} soll geändert werden`,
    preview: 'Jemand möchte Ihre Adresse ändern. Wenn Sie das nicht waren, setzen Sie Ihr Passwort zurück.',
    heading: 'Ihre E-Mail-Adresse soll geändert werden',
    news: (appName, newEmail) =>
      `Jemand, hoffentlich Sie selbst, möchte die E-Mail-Adresse Ihres Kontos bei ${appName} in ${newEmail} ändern. Bis die neue Adresse bestätigt ist, bleibt alles, wie es ist.`,
    wasYou: 'Wenn Sie das waren, öffnen Sie bitte die E-Mail im Postfach der neuen Adresse.',
    notYou:
      'Wenn Sie das nicht waren, setzen Sie bitte sofort Ihr Passwort zurück: Das bricht die Änderung ab und meldet alle Geräte ab.',
  },
  emailChanged: {
    subject: (appName) => `Ihre E-Mail-Adresse bei ${appName} wurde geändert`,
    preview: 'E-Mails gehen von nun an an die neue Adresse.',
    heading: 'Ihre E-Mail-Adresse wurde geändert',
    news: (appName, newEmail) =>
      `Die E-Mail-Adresse Ihres Kontos bei ${appName} ist jetzt ${newEmail}. Mit dieser hier können Sie sich nicht mehr anmelden.`,
    wasYou: nothingToDo,
    notYou:
      'Wenn Sie das nicht waren, wenden Sie sich bitte sofort an den Betreiber dieses Dienstes: Von dieser Adresse aus lässt sich Ihr Passwort nicht mehr zurücksetzen.',
  },
  passwordChanged: {
    subject: (appName) => `Ihr Passwort bei ${appName} wurde geändert`,
    preview: 'Wenn Sie das nicht waren, setzen Sie Ihr Passwort sofort zurück.',
    heading: 'Ihr Passwort wurde geändert',
    news: (appName) =>
      `Das Passwort Ihres Kontos bei ${appName} wurde geändert. Andere Geräte wurden dadurch abgemeldet.`,
    wasYou: nothingToDo,
    notYou: 'Wenn Sie das nicht waren, setzen Sie bitte sofort Ihr Passwort zurück.',
  },
  newSignIn: {
    subject: (appName) => `Neue Anmeldung in Ihrem Konto bei ${appName}`,
    preview: 'Von einem Gerät, das wir noch nicht kannten. Waren Sie das?',
    heading: 'Neue Anmeldung in Ihrem Konto',
    news: (appName) =>
      `In Ihrem Konto bei ${appName} gab es eine Anmeldung von einem Gerät, das wir noch nicht kannten.`,
    wasYou: nothingToDo,
    notYou: 'Wenn Sie das nicht waren, setzen Sie bitte sofort Ihr Passwort zurück: Das meldet alle Geräte ab.',
  },
  refreshTokenReused: {
    subject: (appName) => `Eine Sitzung bei ${appName} wurde zu Ihrer Sicherheit beendet`,
    preview: 'Der Schlüssel der Sitzung wurde zweimal verwendet. Bitte melden Sie sich neu an.',
    heading: 'Eine Sitzung wurde zu Ihrer Sicherheit beendet',
    news: (appName) =>
      `Wir haben eine Sitzung Ihres Kontos bei ${appName} beendet: Der Schlüssel der Sitzung wurde zweimal verwendet, also könnte jemand anderes eine Kopie davon haben.`,
    wasYou: 'Bitte melden Sie sich auf diesem Gerät neu an.',
    notYou: 'Im Zweifel ändern Sie bitte Ihr Passwort: Das meldet alle anderen Geräte ab.',
  },
  identityLinked: {
    subject: (appName) => `Neuer Anmeldeweg für Ihr Konto bei ${appName}`,
    preview: 'Ein anderes Konto wurde verknüpft. Waren Sie das?',
    heading: 'Ein neuer Anmeldeweg',
    news: (appName, providerName) =>
      `Bei Ihrem Konto bei ${appName} kann man sich jetzt auch mit ${providerName} anmelden.`,
    wasYou: nothingToDo,
    notYou:
      'Wenn Sie das nicht waren, setzen Sie bitte sofort Ihr Passwort zurück, was alle Geräte abmeldet, und entfernen Sie dann diesen Anmeldeweg in Ihrem Konto.',
  },
  identityUnlinked: {
    subject: (appName) => `Ein Anmeldeweg für Ihr Konto bei ${appName} wurde entfernt`,
    preview: 'Ein anderes Konto ist nicht mehr verknüpft. Waren Sie das?',
    heading: 'Ein Anmeldeweg wurde entfernt',
    news: (appName, providerName) =>
      `Bei Ihrem Konto bei ${appName} kann man sich nicht mehr mit ${providerName} anmelden.`,
    wasYou: nothingToDo,
    notYou: 'Wenn Sie das nicht waren, setzen Sie bitte sofort Ihr Passwort zurück: Das meldet alle Geräte ab.',
  },
};
