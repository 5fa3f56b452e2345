import { type EntityManager, raw } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { type UserError, userError } from '../kernel/user-error.js';
import { forOwner, type PasswordAttempts } from '../passwords/password-attempts.service.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import { type User, UserEntity } from '../users/user.entity.js';
import { signInEvents } from './sign-in.events.js';

/** Asks a signed-in user for the password again before what can't be undone (ASVS 7.5.1). */
export class Reauthentication {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
    private readonly attempts: PasswordAttempts,
    private readonly events: EventLog,
  ) {}

  /**
   * Null where the password is right, or where the user has none to give. A wrong one counts as a failed sign-in, so
   * that a stolen session is no way around the limit of guesses; but failed sign-ins don't count here, or else a
   * stranger could keep a signed-in user from changing the password.
   *
   * @throws Refusal RATE_LIMITED after too many wrong ones
   */
  async check(
    user: User,
    password: string | null | undefined,
    path: readonly string[],
    client: ClientInfo,
  ): Promise<UserError | null> {
    if (!user.passwordHash) return null;
    if (password === null || password === undefined || password === '') return userError('PASSWORD_REQUIRED', path);
    return this.attempts.during({ named: forOwner(user.id) }, async (attempt) => {
      const right = await this.hasher.verify(user.passwordHash, password);
      await this.database.transaction(async (em) => {
        if (right) await this.attempts.forget(em, attempt);
        else await this.recordFailure(em, user, client);
      });
      return right ? null : userError('WRONG_PASSWORD', path);
    });
  }

  private async recordFailure(em: EntityManager, user: User, client: ClientInfo): Promise<void> {
    await em.nativeUpdate(UserEntity, { id: user.id }, { failedLoginCount: raw<number>('failed_login_count + 1') });
    await this.attempts.countAgainst(em, user);
    const metadata = { method: 'password', reason: 'WRONG_PASSWORD' };
    await this.events.recordEvent(em, { kind: signInEvents.loginFailed, userId: user.id, client, metadata });
  }
}
