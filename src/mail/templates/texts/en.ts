import type { MailTexts } from './mail-texts.js';

export const en: MailTexts = {
  language: 'en',
  insteadOfTheButton: 'If the button does not work, open this address:',
  verifyEmail: {
    subject: (appName) => `Confirm your e-mail address for ${appName}`,
    preview: 'Open the link or type the code to finish.',
    heading: 'Confirm your e-mail address',
    request: (appName) => `Somebody, hopefully you, gave this address to ${appName}. Confirm that it is yours.`,
    button: 'Confirm e-mail address',
    insteadOfTheLink: 'Or type this code where you are asked for it:',
    validity: 'The link works for 24 hours, the code for 10 minutes. Give neither of them to anyone.',
    notYou: 'If you did not ask for this, ignore this mail: without the link or the code nothing happens.',
  },
  accountExists: {
    subject: (appName) => `You already have an account at ${appName}`,
    preview: 'Somebody tried to register with your address. Nothing has changed.',
    heading: 'You already have an account',
    attempt: (appName) =>
      `Somebody, perhaps you, tried to register at ${appName} with this address. It belongs to an account already, and nothing in that account has changed.`,
    wasYou: 'If it was you, sign in as usual. If you forgot your password, you can reset it there.',
    button: (appName) => `Go to ${appName}`,
    notYou: 'If it was not you, there is nothing to do.',
  },
};
