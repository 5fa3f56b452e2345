import { type EntityManager, raw } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { before } from '../kernel/duration.js';
import { refused, ok, type Result, type UserErrorCode, userError } from '../kernel/user-error.js';
import {
  type Attempt,
  forAccount,
  forIdentifier,
  type PasswordAttempts,
} from '../passwords/password-attempts.service.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import {
  KEPT_AFTER_EXPIRY,
  type PendingRegistration,
  PendingRegistrationEntity,
} from '../registration/pending-registration.entity.js';
import type { OpenSession, Sessions, SignedIn } from '../sessions/sessions.service.js';
import { usernameKey } from '../users/profile.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { signInEvents } from './sign-in.events.js';
import type { SignInNotice } from './sign-in-notice.service.js';

export interface LoginAttempt {
  /** An e-mail address or a username. */
  readonly identifier: string;
  readonly password: string;
  readonly deviceName?: string | null | undefined;
}

/** No user has it; conditions on it touch nothing, in the same time. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly attempts: PasswordAttempts,
    private readonly sessions: Sessions,
    private readonly notice: SignInNotice,
    private readonly events: EventLog,
    private readonly emailVerification: 'required' | 'optional',
  ) {}

  /**
   * A wrong password costs two hashes and gets one answer, whatever the identifier is: known, pending, suspended or
   * nobody's. A registration may wait for the address of somebody who has an account; its password, too, learns the same
   * whether there is one or not.
   */
  async login(attempted: LoginAttempt, client: ClientInfo): Promise<Result<SignedIn>> {
    const { identifier } = attempted;
    const user = await this.find(this.database.reader(), identifier);
    const key = identifierKey(identifier);
    // Somebody's address and username share the guesses at their account, but must not be seen to: while the account
    // waits because of one of them, the other answers as that of nobody would.
    const guessedAt = { named: forIdentifier(key), hidden: user ? forAccount(user.id) : forAccount(key) };
    return this.attempts.during(guessedAt, (attempt) => this.check(attempted, user, attempt, client));
  }

  private async check(
    { identifier, password, deviceName }: LoginAttempt,
    user: User | null,
    attempt: Attempt,
    client: ClientInfo,
  ): Promise<Result<SignedIn>> {
    const pending = await this.findPending(this.database.reader(), identifier);
    if (await this.hasher.verify(attempt.counts ? user?.passwordHash : null, password)) {
      if (user) return this.admit(user, await this.renewed(user, password), attempt, client, deviceName);
    }
    const waits = await this.hasher.verify(pending?.passwordHash, password);
    // No guess at the account, whose count it leaves as it was: else a registration of the attacker's own could reset it.
    if (waits) await this.attempts.giveBack(attempt);
    return this.fail(user, waits ? 'EMAIL_NOT_VERIFIED' : 'INVALID_CREDENTIALS', client);
  }

  /** The same password hashed with today's parameters; null where it is already. */
  private async renewed({ passwordHash }: User, password: string): Promise<string | null> {
    return passwordHash && (await this.hasher.isOutdated(passwordHash)) ? this.hasher.hash(password) : null;
  }

  /** The one transaction of a sign-in. The hash was verified outside of it, so it goes on only while that is still the user's. */
  private async admit(
    verified: User,
    renewed: string | null,
    attempt: Attempt,
    client: ClientInfo,
    deviceName?: string | null,
  ): Promise<Result<SignedIn>> {
    const now = this.clock.now();
    const admitted = await this.database.transaction(async (em): Promise<OpenSession | UserErrorCode> => {
      const user = await em.findOne(UserEntity, { id: verified.id, passwordHash: verified.passwordHash ?? null });
      if (!user || user.deletedAt) return 'INVALID_CREDENTIALS';
      const barred = this.barred(user);
      if (barred) {
        await this.attempts.forget(em, attempt);
        return barred;
      }
      const unchanged = {
        id: user.id,
        passwordHash: verified.passwordHash ?? null,
        suspendedAt: null,
        deletedAt: null,
      };
      const seen = {
        lastLoginAt: now,
        lastLoginIp: client.ip,
        failedLoginCount: 0,
        ...(renewed && { passwordHash: renewed }),
      };
      if ((await em.nativeUpdate(UserEntity, unchanged, seen)) === 0) return 'INVALID_CREDENTIALS';
      await this.attempts.forget(em, attempt);
      await em.refresh(user);
      const session = await this.sessions.open(em, user, client, deviceName);
      await this.notice.consider(em, session, client);
      await this.events.recordEvent(em, {
        kind: signInEvents.loginSucceeded,
        userId: user.id,
        client,
        metadata: { method: 'password' },
      });
      return session;
    });
    return typeof admitted === 'string'
      ? this.fail(verified, admitted, client)
      : ok(await this.sessions.signedIn(admitted));
  }

  /** Why the right password is not enough. */
  private barred(user: User): UserErrorCode | null {
    if (user.suspendedAt) return 'ACCOUNT_SUSPENDED';
    return !user.emailVerifiedAt && this.emailVerification === 'required' ? 'EMAIL_NOT_VERIFIED' : null;
  }

  private async fail(user: User | null, code: UserErrorCode, client: ClientInfo): Promise<Result<SignedIn>> {
    await this.database.transaction(async (em) => {
      const wrongPassword = code === 'INVALID_CREDENTIALS';
      const counted = { id: (wrongPassword ? user?.id : null) ?? NOBODY };
      await em.nativeUpdate(UserEntity, counted, { failedLoginCount: raw<number>('failed_login_count + 1') });
      const metadata = { method: 'password', reason: code };
      await this.events.recordEvent(em, { kind: signInEvents.loginFailed, userId: user?.id ?? null, client, metadata });
    });
    return refused(userError(code));
  }

  private find(em: EntityManager, identifier: string): Promise<User | null> {
    const { emailKey, username } = understood(identifier);
    return emailKey === null ? this.users.findByUsername(em, username) : this.users.findByEmail(em, emailKey);
  }

  /** Who registered and forgot to confirm learns so with the right password: that of the newest registration. */
  private findPending(em: EntityManager, identifier: string): Promise<PendingRegistration | null> {
    const { emailKey, username } = understood(identifier);
    const key = emailKey === null ? { usernameKey: usernameKey(username) } : { emailKey };
    return em.findOne(
      PendingRegistrationEntity,
      { ...key, expiresAt: { $gt: before(this.clock.now(), KEPT_AFTER_EXPIRY) } },
      { orderBy: { id: 'desc' } },
    );
  }
}

/** The canonical form of what was typed, so that no way of writing it gets guesses of its own. */
function identifierKey(identifier: string): string {
  const { emailKey, username } = understood(identifier);
  return emailKey ?? usernameKey(username);
}

/** A username never holds an `@`. What is neither can't be anybody's; it is looked up all the same, cut to a sane length. */
function understood(identifier: string): { emailKey: string | null; username: string } {
  const username = identifier.trim().slice(0, 100).toWellFormed().replaceAll('\0', '');
  return { emailKey: parseEmailAddress(identifier)?.key ?? null, username };
}
