import * as kind from '../setting-kinds.js';
import { optional, setting } from '../setting.js';
import { webUrl } from '../web-address.js';

export const accounts = {
  emailVerification: setting({
    variable: 'EMAIL_VERIFICATION',
    kind: kind.oneOf('required', 'optional'),
    default: 'required',
    meaning: '`required`: no sign-in before the address is verified; `optional`: registering signs in.',
  }),
  passwordMinLength: setting({
    variable: 'PASSWORD_MIN_LENGTH',
    kind: kind.wholeNumber(8, 128),
    default: '8',
    meaning:
      'In code points after NFKC; 128 is the most a password may have. NIST SP 800-63B-4 asks for 15 where the password is the only factor.',
  }),
  passwordHistory: setting({
    variable: 'PASSWORD_HISTORY',
    kind: kind.wholeNumber(0, 24),
    default: '3',
    meaning: 'A new password may not be the current one or one of that many before it; `0` turns this off.',
  }),
  breachedPasswordsFile: optional({
    variable: 'BREACHED_PASSWORDS_FILE',
    kind: kind.filePath,
    meaning:
      'Passwords from breaches are refused: a file made by `npm run breached -- build LIST`, see docs/operations.md.',
  }),
  breachedPasswordsOnline: setting({
    variable: 'BREACHED_PASSWORDS_ONLINE',
    kind: kind.onOff,
    default: 'off',
    meaning:
      'Asks BREACHED_PASSWORDS_URL for each new password, telling it five of the forty digits of its SHA-1. Where it does not answer within a second the password is let through.',
  }),
  breachedPasswordsUrl: setting({
    variable: 'BREACHED_PASSWORDS_URL',
    kind: webUrl,
    default: 'https://api.pwnedpasswords.com/range',
    meaning: 'The range service for that.',
  }),
  newSignInMail: setting({
    variable: 'NEW_SIGN_IN_MAIL',
    kind: kind.onOff,
    default: 'on',
    meaning: 'Whether users get a mail about a sign-in from a device not seen before.',
  }),
  adminEmail: optional({
    variable: 'ADMIN_EMAIL',
    kind: kind.emailAddress,
    togetherWith: 'ADMIN_PASSWORD',
    meaning:
      'With ADMIN_PASSWORD: the start makes this administrator, with a verified address, if no user has the address. One who is there is never changed.',
  }),
  adminPassword: optional({
    variable: 'ADMIN_PASSWORD',
    kind: kind.password,
    togetherWith: 'ADMIN_EMAIL',
    meaning:
      'The password that the first administrator begins with, without spaces around it. Take it out of the environment once they have signed in.',
  }),
};
