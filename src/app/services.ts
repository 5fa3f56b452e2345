import type { Database } from '../database/database.js';
import { EventLog } from '../events/event-log.js';
import { type Clock, systemClock } from '../kernel/clock.js';
import { UuidV7 } from '../kernel/ids.js';
import { SecretKey } from '../kernel/secrets.js';
import { MailLinks } from '../one-time-tokens/mail-links.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { EmailVerification } from '../registration/email-verification.service.js';
import { Registration } from '../registration/registration.service.js';
import { VerificationMails } from '../registration/verification-mails.js';
import { Roles } from '../roles/roles.service.js';
import { AccessTokens } from '../sessions/access-token.js';
import { Refresh } from '../sessions/refresh.service.js';
import { Sessions } from '../sessions/sessions.service.js';
import { SigningKeys } from '../sessions/signing-keys.service.js';
import { SignIn } from '../sign-in/sign-in.service.js';
import { Users } from '../users/users.service.js';
import { createMail } from './mail.js';
import type { UserManagementOptions } from './options.js';

export type Services = Awaited<ReturnType<typeof createServices>>;

/** Makes every service once and hands each what it needs; nothing is started. */
export async function createServices(options: UserManagementOptions, database: Database) {
  const clock: Clock = options.clock ?? systemClock;
  const ids = new UuidV7(clock);
  const secretKey = new SecretKey(options.secretKey);
  const { tokens, emailVerification } = options;

  const events = new EventLog(clock, ids);
  const mail = await createMail(options, database, { clock, ids, secretKey });
  const policy = new PasswordPolicy(options.passwords.minLength);
  const hasher = new PasswordHasher(options.passwords.hashingCost);
  const users = new Users(clock, ids);
  const roles = new Roles();
  const oneTimeTokens = new OneTimeTokens(clock, ids, secretKey);
  const signingKeys = new SigningKeys(database, clock, secretKey);
  const accessTokens = new AccessTokens(signingKeys, clock, {
    issuer: options.publicUrl,
    audience: tokens.audience,
    lifetime: tokens.accessLifetime,
  });
  const sessions = new Sessions(database, clock, ids, accessTokens, roles, events, {
    idleLifetime: tokens.refreshLifetime,
    absoluteLifetime: tokens.sessionLifetime,
  });
  const refresh = new Refresh(database, clock, sessions, events, { reuseWindow: tokens.refreshReuseWindow, emailVerification });
  const links = new MailLinks(options.frontendUrl ?? options.publicUrl);
  const verificationMails = new VerificationMails(oneTimeTokens, mail.cooldown, mail.outbox, links);
  const verification = new EmailVerification(database, clock, users, oneTimeTokens, verificationMails, events);
  const registration = new Registration(
    database,
    clock,
    ids,
    users,
    policy,
    hasher,
    sessions,
    verificationMails,
    events,
    emailVerification,
  );
  const signIn = new SignIn(database, clock, users, hasher, sessions, events, emailVerification);
  return { database, users, roles, policy, hasher, signingKeys, sessions, refresh, registration, verification, signIn, mail };
}
