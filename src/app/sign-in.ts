import { QuickSignIn } from '../sign-in/quick-sign-in.js';
import { Reauthentication } from '../sign-in/reauthentication.service.js';
import { SignInLookup } from '../sign-in/sign-in-lookup.js';
import { SignInNotice } from '../sign-in/sign-in-notice.service.js';
import { SignIn } from '../sign-in/sign-in.service.js';
import type { Basics } from './basics.js';
import type { MailServices } from './mail.js';
import type { UserManagementOptions } from './options.js';
import type { PasswordServices } from './passwords.js';
import type { SessionServices } from './sessions.js';

export type SignInServices = ReturnType<typeof createSignIn>;

/** Signing in with a password, and proving later that one is still oneself. */
export function createSignIn(
  { emailVerification, newSignInMail }: UserManagementOptions,
  needed: Basics & MailServices & PasswordServices & SessionServices,
) {
  const { database, clock, hasher, attempts, events, outbox } = needed;
  const notice = new SignInNotice(clock, outbox, newSignInMail);
  const lookup = new SignInLookup(database, clock);
  const quick = new QuickSignIn({ ...needed, emailVerification });
  return {
    notice,
    signIn: new SignIn({ ...needed, lookup, quick, notice, emailVerification }),
    reauthentication: new Reauthentication(database, hasher, attempts, events),
  };
}
