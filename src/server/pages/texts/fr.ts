import type { PageTexts } from './page-texts.js';

export const fr: PageTexts = {
  language: 'fr',
  email: 'Adresse e-mail',
  invalidEmail: 'Saisissez une adresse e-mail comme nom@example.com.',
  verifyEmail: {
    title: 'Confirmez votre adresse e-mail',
    explain: (appName) => `Un clic suffit pour confirmer à ${appName} que cette adresse est la vôtre.`,
    button: 'Confirmer',
    doneTitle: 'Votre adresse est confirmée',
    done: (email) => `${email} est confirmée.`,
    donePassword: (email) =>
      `${email} est confirmée. Plusieurs personnes s’étaient inscrites avec cette adresse : seul un mot de passe que vous choisissez maintenant est valable.`,
    next: 'Vous pouvez fermer cette page et vous connecter.',
  },
  resetPassword: {
    title: 'Choisissez un nouveau mot de passe',
    explain: (appName) => `Ce sera le mot de passe de votre compte ${appName}.`,
    label: 'Nouveau mot de passe',
    hint: (min, max) =>
      `De ${min} à ${max} caractères ; quelques mots sans rapport entre eux conviennent bien. Les mots de passe courants ou proches de votre nom ou de votre adresse sont refusés.`,
    show: 'Afficher',
    button: 'Enregistrer le mot de passe',
    acceptable: 'Assez long, et ce n’est pas un mot de passe courant.',
    tooShort: (min) => `Utilisez au moins ${min} caractères.`,
    tooLong: (max) => `Utilisez au plus ${max} caractères.`,
    tooCommon:
      'Il est trop facile à deviner : choisissez-en un qui ne soit ni courant, ni proche de votre nom ou de votre adresse.',
    reused: 'Vous avez utilisé ce mot de passe ici récemment : choisissez-en un autre.',
    doneTitle: 'Votre nouveau mot de passe est enregistré',
    done: 'Par sécurité, vous avez été déconnecté de tous vos appareils. Vous pouvez fermer cette page et vous connecter avec le nouveau mot de passe.',
  },
  signIn: {
    title: 'Se connecter',
    explain: 'Le fournisseur a confirmé votre identité. Terminez dans la minute.',
    button: 'Terminer la connexion',
    choose: 'Choisissez comment vous connecter.',
    with: (provider) => `Se connecter avec ${provider}`,
    doneTitle: 'Vous êtes connecté',
    done: (email) => `Vous êtes connecté en tant que ${email}.`,
    linked: 'Le compte est associé',
    next: 'Vous pouvez fermer cette page.',
    failed: (code) => `La connexion n’a pas fonctionné (${code}). Réessayez.`,
  },
  deadLink: {
    title: 'Ce lien ne fonctionne plus',
    expired: 'Il a expiré.',
    used: 'Il a déjà servi, un e-mail plus récent l’a remplacé, ou il n’a pas été copié en entier.',
    another: 'Obtenir un autre lien',
  },
  newMail: {
    'verify-email': {
      title: 'Confirmez votre adresse e-mail',
      explain: 'Saisissez l’adresse avec laquelle vous vous êtes inscrit, et vous recevrez un nouvel e-mail.',
      button: 'Envoyer un nouvel e-mail',
      sent: (email) => `Si ${email} attend sa confirmation, un e-mail avec un nouveau lien est en route.`,
      whenUsed: 'Si vous avez déjà confirmé votre adresse, connectez-vous simplement.',
    },
    'reset-password': {
      title: 'Mot de passe oublié ?',
      explain:
        'Saisissez l’adresse de votre compte, et vous recevrez un e-mail avec un lien pour choisir un nouveau mot de passe.',
      button: 'Envoyer l’e-mail',
      sent: (email) => `S’il existe un compte avec ${email}, un e-mail avec un lien est en route.`,
      whenUsed: 'Si vous avez déjà choisi un nouveau mot de passe, connectez-vous avec celui-ci.',
    },
    sentTitle: 'Consultez votre messagerie',
    spam: 'Si rien n’arrive d’ici quelques minutes, regardez aussi dans les courriers indésirables et vérifiez l’adresse.',
    again: (wait) => `Vous pourrez demander un autre e-mail dans ${wait}.`,
    askAgain: 'Demander à nouveau',
  },
  trouble: {
    title: 'Cela n’a pas fonctionné',
    malformed: 'Il manque quelque chose dans cette demande. Ouvrez à nouveau le lien de l’e-mail.',
    tooLarge: 'C’est plus que ce que cette page peut accepter.',
    elsewhere: 'Cette demande venait d’un autre site, rien n’a donc été fait. Ouvrez à nouveau le lien de l’e-mail.',
    failed: (requestId) =>
      `Une erreur s’est produite ici. Réessayez ; si cela se reproduit, signalez ce numéro : ${requestId}`,
    rateLimited: (wait) => `Il y a eu trop de tentatives. Attendez ${wait}, puis réessayez.`,
    unavailable: (wait) => `Le serveur est surchargé. Attendez ${wait}, puis réessayez.`,
  },
};
