import { raw } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { refused, ok, type Result, type UserErrorCode, userError } from '../kernel/user-error.js';
import {
  type Attempt,
  forAccount,
  forIdentifier,
  type PasswordAttempts,
} from '../passwords/password-attempts.service.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { OpenSession, Sessions, SignedIn } from '../sessions/sessions.service.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { QuickSignIn } from './quick-sign-in.js';
import { signInEvents } from './sign-in.events.js';
import type { FoundAccount, SignInLookup } from './sign-in-lookup.js';
import type { SignInNotice } from './sign-in-notice.service.js';

export interface LoginAttempt {
  /** An e-mail address or a username. */
  readonly identifier: string;
  readonly password: string;
  readonly deviceName?: string | null | undefined;
}

/** No user has it; conditions on it touch nothing, in the same time. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface SignInNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly lookup: SignInLookup;
  readonly quick: QuickSignIn;
  readonly hasher: PasswordHasher;
  readonly attempts: PasswordAttempts;
  readonly sessions: Sessions;
  readonly notice: SignInNotice;
  readonly events: EventLog;
  readonly emailVerification: 'required' | 'optional';
}

export class SignIn {
  constructor(private readonly needs: SignInNeeds) {}

  /**
   * A wrong password costs two hashes and gets one answer, whatever the identifier is: known, pending, suspended or
   * nobody's. A registration may wait for the address of somebody who has an account; its password, too, learns the same
   * whether there is one or not.
   */
  async login(attempted: LoginAttempt, client: ClientInfo): Promise<Result<SignedIn>> {
    const found = await this.needs.lookup.find(attempted.identifier);
    const { user, key } = found;
    // Somebody's address and username share the guesses at their account, but must not be seen to: while the account
    // waits because of one of them, the other answers as that of nobody would.
    const guessedAt = { named: forIdentifier(key), hidden: forAccount(user ? user.id : key) };
    return this.needs.attempts.during(guessedAt, (attempt) => this.check(attempted, found, attempt, client));
  }

  private async check(
    { password, deviceName }: LoginAttempt,
    { user, pending }: FoundAccount,
    attempt: Attempt,
    client: ClientInfo,
  ): Promise<Result<SignedIn>> {
    if (await this.needs.hasher.verify(attempt.counts ? user?.passwordHash : null, password)) {
      if (user) return this.admit(user, await this.renewed(user, password), attempt, client, deviceName);
    }
    const waits = await this.needs.hasher.verify(pending?.passwordHash, password);
    // No guess at the account, whose count it leaves as it was: else a registration of the attacker's own could reset it.
    if (waits) await this.needs.attempts.giveBack(attempt);
    return this.fail(user, waits ? 'EMAIL_NOT_VERIFIED' : 'INVALID_CREDENTIALS', client);
  }

  /** The same password hashed with today's parameters; null where it is already. */
  private async renewed({ passwordHash }: User, password: string): Promise<string | null> {
    return passwordHash && (await this.needs.hasher.isOutdated(passwordHash)) ? this.needs.hasher.hash(password) : null;
  }

  /** The one transaction of a sign-in. The hash was verified outside of it, so it goes on only while that is still the user's. */
  private async admit(
    verified: User,
    renewed: string | null,
    attempt: Attempt,
    client: ClientInfo,
    deviceName?: string | null,
  ): Promise<Result<SignedIn>> {
    const quick = renewed === null ? await this.needs.quick.admit(verified, attempt, client, deviceName) : null;
    return quick
      ? ok(await this.needs.sessions.signedIn(quick))
      : this.admitPlainly(verified, renewed, attempt, client, deviceName);
  }

  private async admitPlainly(
    verified: User,
    renewed: string | null,
    attempt: Attempt,
    client: ClientInfo,
    deviceName?: string | null,
  ): Promise<Result<SignedIn>> {
    const now = this.needs.clock.now();
    const admitted = await this.needs.database.transaction(async (em): Promise<OpenSession | UserErrorCode> => {
      const user = await em.findOne(UserEntity, { id: verified.id, passwordHash: verified.passwordHash ?? null });
      if (!user || user.deletedAt) return 'INVALID_CREDENTIALS';
      const barred = this.barred(user);
      if (barred) {
        await this.needs.attempts.forget(em, attempt);
        return barred;
      }
      const unchanged = {
        id: user.id,
        passwordHash: verified.passwordHash ?? null,
        suspendedAt: null,
        deletedAt: null,
        ...(this.needs.emailVerification === 'required' && { emailVerifiedAt: { $ne: null } }),
      };
      const seen = {
        lastLoginAt: now,
        lastLoginIp: client.ip,
        failedLoginCount: 0,
        ...(renewed && { passwordHash: renewed }),
      };
      if ((await em.nativeUpdate(UserEntity, unchanged, seen)) === 0) return 'INVALID_CREDENTIALS';
      await this.needs.attempts.forget(em, attempt);
      await em.refresh(user);
      const session = await this.needs.sessions.open(em, user, client, deviceName);
      await this.needs.notice.consider(em, session, client);
      await this.needs.events.recordEvent(em, {
        kind: signInEvents.loginSucceeded,
        userId: user.id,
        client,
        metadata: { method: 'password' },
      });
      return session;
    });
    return typeof admitted === 'string'
      ? this.fail(verified, admitted, client)
      : ok(await this.needs.sessions.signedIn(admitted));
  }

  /** Why the right password is not enough. */
  private barred(user: User): UserErrorCode | null {
    if (user.suspendedAt) return 'ACCOUNT_SUSPENDED';
    return !user.emailVerifiedAt && this.needs.emailVerification === 'required' ? 'EMAIL_NOT_VERIFIED' : null;
  }

  private async fail(user: User | null, code: UserErrorCode, client: ClientInfo): Promise<Result<SignedIn>> {
    await this.needs.database.transaction(async (em) => {
      const wrongPassword = code === 'INVALID_CREDENTIALS';
      const counted = { id: (wrongPassword ? user?.id : null) ?? NOBODY };
      await em.nativeUpdate(UserEntity, counted, { failedLoginCount: raw<number>('failed_login_count + 1') });
      const metadata = { method: 'password', reason: code };
      await this.needs.events.recordEvent(em, {
        kind: signInEvents.loginFailed,
        userId: user?.id ?? null,
        client,
        metadata,
      });
    });
    return refused(userError(code));
  }
}
