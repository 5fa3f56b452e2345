import type { EntityManager } from '@mikro-orm/sql';
import type { AvatarUpload } from '../avatars/avatar-tickets.service.js';
import type { Avatars } from '../avatars/avatars.service.js';
import type { Database } from '../database/database.js';
import type { EmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { after } from '../kernel/duration.js';
import type { Ids } from '../kernel/ids.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import type { OpenSession, Sessions, SignedIn } from '../sessions/sessions.service.js';
import { type Profile, usernameKey } from '../users/profile.js';
import type { Users } from '../users/users.service.js';
import { type PendingRegistration, PendingRegistrationEntity } from './pending-registration.entity.js';
import { registrationEvents } from './registration.events.js';
import { checkRegistrationForm, type RegistrationInput } from './registration-form.js';
import { VERIFICATION_LIFETIME, type VerificationMails } from './verification-mails.js';

export interface Registered {
  /** Null where the address must be confirmed first. */
  readonly signedIn: SignedIn | null;
  readonly verificationEmailSent: boolean;
  /** Null where avatars are off. */
  readonly avatarUpload: AvatarUpload | null;
}

interface Newcomer {
  readonly email: EmailAddress;
  readonly profile: Profile;
  readonly passwordHash: string;
}

interface RegistrationNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly users: Users;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
  readonly sessions: Sessions;
  readonly verificationMails: VerificationMails;
  readonly avatars: Avatars;
  readonly events: EventLog;
  readonly emailVerification: 'required' | 'optional';
}

export class Registration {
  constructor(private readonly needs: RegistrationNeeds) {}

  async register(input: RegistrationInput, client: ClientInfo): Promise<Result<Registered>> {
    const { email, profile, errors } = await checkRegistrationForm(input, this.needs.policy);
    const conflicts = await this.conflicts(this.needs.database.reader(), email, profile);
    if (!email || errors.length + conflicts.length > 0) return refused(...errors, ...conflicts);
    // Outside of the transaction, and for a taken address too.
    const newcomer = { email, profile, passwordHash: await this.needs.hasher.hash(input.password) };
    if (this.needs.emailVerification === 'required')
      return this.needs.database.transaction((em) => this.wait(em, newcomer));
    const begun = await this.needs.database.transaction((em) => this.begin(em, newcomer, client, input.deviceName));
    if (!begun.ok) return begun;
    const { session, ...rest } = begun.value;
    return ok({ signedIn: await this.needs.sessions.signedIn(session), ...rest });
  }

  /** What is taken; where the address must be confirmed, whether that one is taken is told to the mailbox alone. */
  private async conflicts(em: EntityManager, email: EmailAddress | null, { username }: Profile): Promise<UserError[]> {
    const errors: UserError[] = [];
    if (this.needs.emailVerification === 'optional' && email && (await this.needs.users.findByEmail(em, email.key))) {
      errors.push(userError('EMAIL_TAKEN', ['input', 'email']));
    }
    if (username && (await this.needs.users.isUsernameTaken(em, username))) {
      errors.push(userError('USERNAME_TAKEN', ['input', 'username']));
    }
    return errors;
  }

  /**
   * Keeps the registration until the address is confirmed. For a taken address everything is the same but for the mail:
   * the same rows are written, though nobody will ever see the link to this registration.
   */
  private async wait(em: EntityManager, newcomer: Newcomer): Promise<Result<Registered>> {
    const owner = await this.needs.users.findByEmail(em, newcomer.email.key);
    const pending = await this.addPending(em, newcomer);
    const { granted } = await this.needs.verificationMails.claim(em, newcomer.email.key);
    const { id, email, emailKey, locale } = pending;
    const unverified = { id, email, emailKey, locale: locale ?? null };
    if (granted && owner)
      await this.needs.verificationMails.sendAccountExists(em, owner.email, owner.locale ?? null, unverified);
    else if (granted) await this.needs.verificationMails.sendLink(em, unverified);
    const avatarUpload = await this.needs.avatars.ticketForRegistration(em, pending);
    return ok({ signedIn: null, verificationEmailSent: true, avatarUpload });
  }

  private async addPending(
    em: EntityManager,
    { email, profile, passwordHash }: Newcomer,
  ): Promise<PendingRegistration> {
    const now = this.needs.clock.now();
    const pending = em.create(PendingRegistrationEntity, {
      id: this.needs.ids.next(),
      email: email.address,
      emailKey: email.key,
      ...profile,
      usernameKey: profile.username === null ? null : usernameKey(profile.username),
      passwordHash,
      createdAt: now,
      expiresAt: after(now, VERIFICATION_LIFETIME),
    });
    await em.flush();
    return pending;
  }

  /** Makes the account at once. What another took since the form was checked is found here again. */
  private async begin(
    em: EntityManager,
    { email, profile, passwordHash }: Newcomer,
    client: ClientInfo,
    deviceName?: string | null,
  ): Promise<Result<Omit<Registered, 'signedIn'> & { session: OpenSession }>> {
    const conflicts = await this.conflicts(em, email, profile);
    if (conflicts.length > 0) return refused(...conflicts);
    const user = await this.needs.users.create(em, { email, emailVerified: false, profile, passwordHash });
    await this.needs.events.recordEvent(em, {
      kind: registrationEvents.userRegistered,
      userId: user.id,
      client,
      metadata: { method: 'password' },
    });
    const { granted } = await this.needs.verificationMails.claim(em, email.key);
    if (granted)
      await this.needs.verificationMails.sendLink(em, {
        id: user.id,
        email: user.email,
        emailKey: email.key,
        locale: user.locale ?? null,
      });
    const session = await this.needs.sessions.open(em, user, client, deviceName);
    const avatarUpload = await this.needs.avatars.ticketForNewUser(em, user.id, session.sessionId);
    return ok({ session, verificationEmailSent: granted, avatarUpload });
  }
}
