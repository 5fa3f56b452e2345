import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import { nothingPending, type User, UserEntity } from '../users/user.entity.js';
import { OldPasswordEntity } from './old-password.entity.js';
import type { PasswordAttempts } from './password-attempts.service.js';
import type { PasswordHasher } from './password-hasher.js';
import type { PasswordPolicy } from './password-policy.js';

/** A password that was accepted, ready to be stored over the one that it was compared with. */
export interface PreparedPassword {
  readonly hash: string;
  readonly replaces: string | null;
}

interface NewPasswordsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
  readonly attempts: PasswordAttempts;
  readonly remembered: number;
}

/** How a user gets another password. All hashing is done before the transaction that stores it. */
export class NewPasswords {
  /** @param remembered how many passwords before the current one may not come back; 0 lets any come back */
  constructor(private readonly needs: NewPasswordsNeeds) {}

  /** What can be said against a password before it is known whose it is to be, or with whom in mind. */
  problems(password: string, path: readonly string[], user?: User): Promise<UserError[]> {
    return this.needs.policy.check(password, path, user ? [user.email, user.username ?? null, user.name ?? null] : []);
  }

  async prepare(user: User, password: string, path: readonly string[]): Promise<Result<PreparedPassword>> {
    const problems = await this.problems(password, path, user);
    if (problems.length > 0) return refused(...problems);
    if (await this.wasUsed(user, password)) return refused(userError('PASSWORD_REUSED', path));
    return ok({ hash: await this.needs.hasher.hash(password), replaces: user.passwordHash ?? null });
  }

  /** False where the password was changed by another since it was prepared. */
  async store(em: EntityManager, userId: string, { hash, replaces }: PreparedPassword): Promise<boolean> {
    const now = this.needs.clock.now();
    const unchanged = { id: userId, passwordHash: replaces, deletedAt: null };
    // Links mailed before end with the password that they were asked for with.
    const changed = { passwordHash: hash, failedLoginCount: 0, updatedAt: now, ...nothingPending };
    if ((await em.nativeUpdate(UserEntity, unchanged, changed)) === 0) return false;
    if (replaces !== null) await this.remember(em, userId, replaces);
    await this.needs.attempts.forgetUser(em, await em.findOneOrFail(UserEntity, { id: userId }));
    return true;
  }

  private async wasUsed(user: User, password: string): Promise<boolean> {
    if (this.needs.remembered === 0) return false;
    const old = await this.needs.database
      .reader()
      .find(OldPasswordEntity, { user: user.id }, { orderBy: { id: 'desc' }, limit: this.needs.remembered });
    const hashes = [user.passwordHash, ...old.map(({ hash }) => hash)].filter((hash) => typeof hash === 'string');
    for (const hash of hashes) if (await this.needs.hasher.verify(hash, password)) return true;
    return false;
  }

  private async remember(em: EntityManager, userId: string, hash: string): Promise<void> {
    if (this.needs.remembered > 0) {
      await em.insert(OldPasswordEntity, {
        id: this.needs.ids.next(),
        user: userId,
        hash,
        createdAt: this.needs.clock.now(),
      });
    }
    const forgotten = await em.find(
      OldPasswordEntity,
      { user: userId },
      { orderBy: { id: 'desc' }, offset: this.needs.remembered, limit: 100 },
    );
    await em.nativeDelete(OldPasswordEntity, { id: { $in: forgotten.map(({ id }) => id) } });
  }
}
