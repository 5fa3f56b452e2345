import type { PageTexts } from './page-texts.js';

export const en: PageTexts = {
  language: 'en',
  email: 'E-mail address',
  invalidEmail: 'Enter an e-mail address such as name@example.com.',
  verifyEmail: {
    title: 'Confirm your e-mail address',
    explain: (appName) => `One click confirms for ${appName} that this address is yours.`,
    button: 'Confirm',
    doneTitle: 'Your address is confirmed',
    done: (email) => `${email} is confirmed.`,
    donePassword: (email) =>
      `${email} is confirmed. More than one person had registered with it, so only a password that you choose now counts.`,
    next: 'You can close this page and sign in.',
  },
  resetPassword: {
    title: 'Choose a new password',
    explain: (appName) => `It will be the password of your ${appName} account.`,
    label: 'New password',
    hint: (min, max) =>
      `${min} to ${max} characters; a few unrelated words are good. Common passwords and those like your name or address are refused.`,
    show: 'Show',
    button: 'Save password',
    acceptable: 'Long enough, and not a common password.',
    tooShort: (min) => `Use at least ${min} characters.`,
    tooLong: (max) => `Use at most ${max} characters.`,
    tooCommon: 'This is too easy to guess: choose one that is not common and not like your name or address.',
    reused: 'You used this password here lately: choose another.',
    doneTitle: 'Your new password is saved',
    done: 'For safety you have been signed out on all devices. You can close this page and sign in with the new password.',
  },
  deadLink: {
    title: 'This link no longer works',
    expired: 'It has expired.',
    used: 'It was used already, a newer mail has replaced it, or it was not copied in full.',
    another: 'Get another link',
  },
  newMail: {
    'verify-email': {
      title: 'Confirm your e-mail address',
      explain: 'Enter the address that you registered with, and a new mail comes to you.',
      button: 'Send a new mail',
      sent: (email) => `If ${email} is waiting for its confirmation, a mail with a new link is on its way.`,
      whenUsed: 'If you have confirmed your address before, just sign in.',
    },
    'reset-password': {
      title: 'Forgot your password?',
      explain: 'Enter the address of your account, and a mail comes to you with a link for choosing a new password.',
      button: 'Send the mail',
      sent: (email) => `If there is an account with ${email}, a mail with a link is on its way.`,
      whenUsed: 'If you have chosen a new password before, sign in with it.',
    },
    sentTitle: 'Look into your mailbox',
    spam: 'If nothing comes within a few minutes, look among the unwanted mails too, and check the address.',
    again: (wait) => `You can ask for another mail in ${wait}.`,
    askAgain: 'Ask again',
  },
  trouble: {
    title: 'That did not work',
    malformed: 'Something is missing from this request. Open the link in the mail again.',
    tooLarge: 'That is more than this page can take.',
    elsewhere: 'This request came from another website, so nothing was done. Open the link in the mail again.',
    failed: (requestId) =>
      `Something went wrong here. Try again; if it happens again, report this number: ${requestId}`,
    rateLimited: (wait) => `There were too many tries. Wait ${wait} and try again.`,
    unavailable: (wait) => `The server is busy. Wait ${wait} and try again.`,
  },
};
