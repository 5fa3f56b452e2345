import type { MailTexts } from './mail-texts.js';

const validFor24Hours = 'The link works for 24 hours, the code for 10 minutes. Give neither of them to anyone.';
const nothingToDo = 'If it was you, there is nothing to do.';

export const en: MailTexts = {
  language: 'en',
  insteadOfTheButton: 'If the button does not work, open this address:',
  insteadOfTheLink: 'Or type this code where you are asked for it:',
  goTo: (appName) => `Go to ${appName}`,
  facts: {
    time: (time) => `Time: ${time}`,
    device: (name) => `Device: “${name}”`,
    unknownDevice: 'Device: unknown',
    ip: (address) => `IP address: ${address}`,
  },
  verifyEmail: {
    subject: (appName) => `Confirm your e-mail address for ${appName}`,
    preview: 'Open the link or type the code to finish.',
    heading: 'Confirm your e-mail address',
    request: (appName) => `Somebody, hopefully you, gave this address to ${appName}. Confirm that it is yours.`,
    button: 'Confirm e-mail address',
    validity: validFor24Hours,
    notYou: 'If you did not ask for this, ignore this mail: without the link or the code nothing happens.',
  },
  confirmEmailChange: {
    subject: (appName) => `Confirm your new e-mail address for ${appName}`,
    preview: 'Open the link or type the code to finish the change.',
    heading: 'Confirm your new e-mail address',
    request: (appName) =>
      `Somebody, hopefully you, wants to use this address for an account at ${appName}. Confirm that it is yours.`,
    button: 'Confirm new e-mail address',
    validity: validFor24Hours,
    notYou: 'If you did not ask for this, ignore this mail: without the link or the code nothing changes.',
  },
  passwordReset: {
    subject: (appName) => `Reset your password for ${appName}`,
    preview: 'Open the link or type the code to choose a new password.',
    heading: 'Reset your password',
    request: (appName) => `Somebody, hopefully you, asked for a new password for your account at ${appName}.`,
    button: 'Choose a new password',
    validity: 'The link works for 30 minutes, the code for 10 minutes. Give neither of them to anyone.',
    notYou: 'If you did not ask for this, ignore this mail: your password stays as it is.',
  },
  invitation: {
    subject: (appName) => `Your account at ${appName} is waiting for you`,
    preview: 'Choose your password to begin.',
    heading: 'An account was made for you',
    request: (appName) =>
      `Somebody made an account at ${appName} for you, with this address. Choose your password to begin.`,
    button: 'Choose your password',
    validity: 'The link works for 7 days. Do not give it to anyone.',
    notYou: 'If you did not expect this, you can ignore this mail.',
  },
  accountExists: {
    subject: (appName) => `You already have an account at ${appName}`,
    preview: 'Somebody tried to use your address. Nothing has changed.',
    heading: 'You already have an account',
    news: (appName) =>
      `Somebody, perhaps you, tried to use this address for an account at ${appName}. It belongs to an account already, and nothing in that account has changed.`,
    wasYou: 'If it was you, sign in as usual. If you forgot your password, you can reset it there.',
    notYou: 'If it was not you, there is nothing to do.',
  },
  emailChangeRequested: {
    subject: (appName) => `Your e-mail address at ${appName} is about to change`,
    preview: 'Somebody asked for another address. If it was not you, reset your password.',
    heading: 'Your e-mail address is about to change',
    news: (appName, newEmail) =>
      `Somebody, hopefully you, asked to change the e-mail address of your account at ${appName} to ${newEmail}. Nothing changes until the new address is confirmed.`,
    wasYou: 'If it was you, open the mail at the new address.',
    notYou: 'If it was not you, reset your password at once: this stops the change and signs out every device.',
  },
  emailChanged: {
    subject: (appName) => `Your e-mail address at ${appName} was changed`,
    preview: 'Mails now go to the new address.',
    heading: 'Your e-mail address was changed',
    news: (appName, newEmail) =>
      `The e-mail address of your account at ${appName} is now ${newEmail}. You can no longer sign in with this one.`,
    wasYou: nothingToDo,
    notYou:
      'If it was not you, turn to the operator of this service at once: your password can no longer be reset from this address.',
  },
  passwordChanged: {
    subject: (appName) => `Your password at ${appName} was changed`,
    preview: 'If it was not you, reset your password at once.',
    heading: 'Your password was changed',
    news: (appName) => `The password of your account at ${appName} was changed. Other devices were signed out by this.`,
    wasYou: nothingToDo,
    notYou: 'If it was not you, reset your password at once.',
  },
  newSignIn: {
    subject: (appName) => `New sign-in to your account at ${appName}`,
    preview: 'From a device that we have not seen before. Was it you?',
    heading: 'New sign-in to your account',
    news: (appName) => `Your account at ${appName} was used to sign in from a device that we have not seen before.`,
    wasYou: nothingToDo,
    notYou: 'If it was not you, reset your password at once: this signs out every device.',
  },
  refreshTokenReused: {
    subject: (appName) => `A session at ${appName} was ended for your safety`,
    preview: 'Its key was used twice. Please sign in again.',
    heading: 'A session was ended for your safety',
    news: (appName) =>
      `We ended a session of your account at ${appName}: its key was used twice, so somebody else may have a copy of it.`,
    wasYou: 'Please sign in again on that device.',
    notYou: 'If you are in doubt, change your password: this signs out every other device.',
  },
  identityLinked: {
    subject: (appName) => `A new way to sign in to your account at ${appName}`,
    preview: 'An account elsewhere was linked. Was it you?',
    heading: 'A new way to sign in',
    news: (appName, providerName) => `Your account at ${appName} can now be signed in to with ${providerName}, too.`,
    wasYou: nothingToDo,
    notYou:
      'If it was not you, reset your password at once, which signs out every device, and then remove this way to sign in from your account.',
  },
  identityUnlinked: {
    subject: (appName) => `A way to sign in to your account at ${appName} was removed`,
    preview: 'An account elsewhere is no longer linked. Was it you?',
    heading: 'A way to sign in was removed',
    news: (appName, providerName) => `Your account at ${appName} can no longer be signed in to with ${providerName}.`,
    wasYou: nothingToDo,
    notYou: 'If it was not you, reset your password at once: this signs out every device.',
  },
};
