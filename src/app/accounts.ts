import { Account } from '../account/account.service.js';
import { EmailChange } from '../account/email-change.service.js';
import { LastAdministrator } from '../account/last-administrator.js';
import { PasswordChange } from '../account/password-change.service.js';
import type { Avatars } from '../avatars/avatars.service.js';
import { EmailVerification } from '../email-verification/email-verification.service.js';
import { PasswordReset } from '../password-reset/password-reset.service.js';
import { ResetMails } from '../password-reset/reset-mails.js';
import { RegistrationConfirmation } from '../registration/registration-confirmation.service.js';
import { Registration } from '../registration/registration.service.js';
import { VerificationMails } from '../registration/verification-mails.js';
import type { Basics } from './basics.js';
import type { IdentityServices } from './identities.js';
import type { MailServices } from './mail.js';
import type { UserManagementOptions } from './options.js';
import type { PasswordServices } from './passwords.js';
import type { SessionServices } from './sessions.js';
import type { SignInServices } from './sign-in.js';

type Needed = Basics &
  MailServices &
  PasswordServices &
  SessionServices &
  SignInServices &
  IdentityServices & { readonly avatars: Avatars };

export type AccountServices = ReturnType<typeof createAccounts>;

/** What people do with an account of their own, from its registration to its end. */
export function createAccounts({ emailVerification }: UserManagementOptions, needed: Needed) {
  const { tokens, cooldown, outbox, links } = needed;
  const verificationMails = new VerificationMails(tokens, cooldown, outbox, links);
  const resetMails = new ResetMails(needed);
  const emailChange = new EmailChange(needed);
  const lastAdministrator = new LastAdministrator(needed.identities, emailVerification);
  const confirmation = new RegistrationConfirmation(needed);
  return {
    verificationMails,
    resetMails,
    emailChange,
    lastAdministrator,
    registration: new Registration({ ...needed, verificationMails, emailVerification }),
    verification: new EmailVerification({ ...needed, confirmation, emailChange, verificationMails }),
    account: new Account({ ...needed, emailChange, lastAdministrator }),
    passwordChange: new PasswordChange(needed),
    passwordReset: new PasswordReset({ ...needed, resetMails }),
  };
}
