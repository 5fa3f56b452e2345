import type { MailTexts } from './mail-texts.js';

const validFor24Hours = 'Le lien est valable 24 heures et le code 10 minutes. Ne les communiquez à personne.';
const nothingToDo = 'Si c’était vous, vous n’avez rien à faire.';

export const fr: MailTexts = {
  language: 'fr',
  insteadOfTheButton: 'Si le bouton ne fonctionne pas, ouvrez cette adresse :',
  insteadOfTheLink: 'Ou saisissez ce code à l’endroit où il vous est demandé :',
  goTo: (appName) => `Aller sur ${appName}`,
  facts: {
    time: (time) => `Date : ${time}`,
    device: (name) => `Appareil : « ${name} »`,
    unknownDevice: 'Appareil : inconnu',
    ip: (address) => `Adresse IP : ${address}`,
  },
  verifyEmail: {
    subject: (appName) => `Confirmez votre adresse e-mail pour ${appName}`,
    preview: 'Ouvrez le lien ou saisissez le code pour terminer.',
    heading: 'Confirmez votre adresse e-mail',
    request: (appName) =>
      `Quelqu’un, vous-même espérons-le, a indiqué cette adresse à ${appName}. Confirmez qu’elle vous appartient.`,
    button: 'Confirmer l’adresse e-mail',
    validity: validFor24Hours,
    notYou: 'Si vous n’avez rien demandé, ignorez cet e-mail : sans le lien ou le code, rien ne se passe.',
  },
  confirmEmailChange: {
    subject: (appName) => `Confirmez votre nouvelle adresse e-mail pour ${appName}`,
    preview: 'Ouvrez le lien ou saisissez le code pour terminer le changement.',
    heading: 'Confirmez votre nouvelle adresse e-mail',
    request: (appName) =>
      `Quelqu’un, vous-même espérons-le, souhaite utiliser cette adresse pour un compte ${appName}. Confirmez qu’elle vous appartient.`,
    button: 'Confirmer la nouvelle adresse',
    validity: validFor24Hours,
    notYou: 'Si vous n’avez rien demandé, ignorez cet e-mail : sans le lien ou le code, rien ne change.',
  },
  passwordReset: {
    subject: (appName) => `Réinitialisez votre mot de passe ${appName}`,
    preview: 'Ouvrez le lien ou saisissez le code pour choisir un nouveau mot de passe.',
    heading: 'Réinitialisez votre mot de passe',
    request: (appName) =>
      `Quelqu’un, vous-même espérons-le, a demandé un nouveau mot de passe pour votre compte ${appName}.`,
    button: 'Choisir un nouveau mot de passe',
    validity: 'Le lien est valable 30 minutes et le code 10 minutes. Ne les communiquez à personne.',
    notYou: 'Si vous n’avez rien demandé, ignorez cet e-mail : votre mot de passe reste inchangé.',
  },
  invitation: {
    subject: (appName) => `Votre compte ${appName} vous attend`,
    preview: 'Choisissez votre mot de passe pour commencer.',
    heading: 'Un compte a été créé pour vous',
    request: (appName) =>
      `Un compte ${appName} a été créé pour vous avec cette adresse. Choisissez votre mot de passe pour commencer.`,
    button: 'Choisir votre mot de passe',
    validity: 'Le lien est valable 7 jours. Ne le communiquez à personne.',
    notYou: 'Si vous ne vous y attendiez pas, vous pouvez ignorer cet e-mail.',
  },
  accountExists: {
    subject: (appName) => `Vous avez déjà un compte ${appName}`,
    preview: 'Quelqu’un a voulu utiliser votre adresse. Rien n’a changé.',
    heading: 'Vous avez déjà un compte',
    news: (appName) =>
      `Quelqu’un, peut-être vous-même, a voulu utiliser cette adresse pour un compte ${appName}. Elle appartient déjà à un compte, et rien n’y a changé.`,
    wasYou:
      'Si c’était vous, connectez-vous comme d’habitude. Si vous avez oublié votre mot de passe, vous pouvez l’y réinitialiser.',
    notYou: 'Si ce n’était pas vous, vous n’avez rien à faire.',
  },
  emailChangeRequested: {
    subject: (appName) => `Votre adresse e-mail ${appName} va changer`,
    preview: 'Une autre adresse a été demandée. Si ce n’était pas vous, réinitialisez votre mot de passe.',
    heading: 'Votre adresse e-mail va changer',
    news: (appName, newEmail) =>
      `Quelqu’un, vous-même espérons-le, a demandé à remplacer l’adresse e-mail de votre compte ${appName} par ${newEmail}. Rien ne change tant que la nouvelle adresse n’est pas confirmée.`,
    wasYou: 'Si c’était vous, ouvrez l’e-mail envoyé à la nouvelle adresse.',
    notYou:
      'Si ce n’était pas vous, réinitialisez immédiatement votre mot de passe : le changement sera annulé et tous les appareils seront déconnectés.',
  },
  emailChanged: {
    subject: (appName) => `Votre adresse e-mail ${appName} a été modifiée`,
    preview: 'Les e-mails sont désormais envoyés à la nouvelle adresse.',
    heading: 'Votre adresse e-mail a été modifiée',
    news: (appName, newEmail) =>
      `L’adresse e-mail de votre compte ${appName} est désormais ${newEmail}. Vous ne pouvez plus vous connecter avec celle-ci.`,
    wasYou: nothingToDo,
    notYou:
      'Si ce n’était pas vous, contactez immédiatement l’exploitant de ce service : votre mot de passe ne peut plus être réinitialisé depuis cette adresse.',
  },
  passwordChanged: {
    subject: (appName) => `Votre mot de passe ${appName} a été modifié`,
    preview: 'Si ce n’était pas vous, réinitialisez-le immédiatement.',
    heading: 'Votre mot de passe a été modifié',
    news: (appName) =>
      `Le mot de passe de votre compte ${appName} a été modifié. Les autres appareils ont été déconnectés.`,
    wasYou: nothingToDo,
    notYou: 'Si ce n’était pas vous, réinitialisez immédiatement votre mot de passe.',
  },
  newSignIn: {
    subject: (appName) => `Nouvelle connexion à votre compte ${appName}`,
    preview: 'Depuis un appareil que nous ne connaissions pas. Était-ce vous ?',
    heading: 'Nouvelle connexion à votre compte',
    news: (appName) =>
      `Une connexion à votre compte ${appName} a eu lieu depuis un appareil que nous ne connaissions pas.`,
    wasYou: nothingToDo,
    notYou:
      'Si ce n’était pas vous, réinitialisez immédiatement votre mot de passe : tous les appareils seront déconnectés.',
  },
  refreshTokenReused: {
    subject: (appName) => `Une session ${appName} a été fermée pour votre sécurité`,
    preview: 'Sa clé a été utilisée deux fois. Veuillez vous reconnecter.',
    heading: 'Une session a été fermée pour votre sécurité',
    news: (appName) =>
      `Nous avons fermé une session de votre compte ${appName} : sa clé a été utilisée deux fois, quelqu’un d’autre en possède donc peut-être une copie.`,
    wasYou: 'Veuillez vous reconnecter sur cet appareil.',
    notYou: 'En cas de doute, changez votre mot de passe : tous les autres appareils seront déconnectés.',
  },
  identityLinked: {
    subject: (appName) => `Un nouveau moyen de connexion à votre compte ${appName}`,
    preview: 'Un autre compte a été associé. Était-ce vous ?',
    heading: 'Un nouveau moyen de connexion',
    news: (appName, providerName) =>
      `Il est désormais possible de se connecter à votre compte ${appName} avec ${providerName} également.`,
    wasYou: nothingToDo,
    notYou:
      'Si ce n’était pas vous, réinitialisez immédiatement votre mot de passe, ce qui déconnecte tous les appareils, puis supprimez ce moyen de connexion de votre compte.',
  },
  identityUnlinked: {
    subject: (appName) => `Un moyen de connexion à votre compte ${appName} a été supprimé`,
    preview: 'Un autre compte n’est plus associé. Était-ce vous ?',
    heading: 'Un moyen de connexion a été supprimé',
    news: (appName, providerName) =>
      `Il n’est plus possible de se connecter à votre compte ${appName} avec ${providerName}.`,
    wasYou: nothingToDo,
    notYou:
      'Si ce n’était pas vous, réinitialisez immédiatement votre mot de passe : tous les appareils seront déconnectés.',
  },
};
