import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { Clock } from '../kernel/clock.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import type { AccountBeginning } from './account-beginning.service.js';
import { administrationEvents } from './administration.events.js';
import { type AdministratorForm, checkAdministrator } from './administrator-form.js';
import { operator } from './author.js';

export interface MadeAdministrator {
  readonly user: User;
  /** `there`: a user has the address already, and nothing was changed. */
  readonly outcome: 'made' | 'promoted' | 'there';
}

interface AdministratorsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly users: Users;
  readonly beginning: AccountBeginning;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
  readonly events: EventLog;
}

/** How somebody becomes an administrator without another who makes them one. */
export class Administrators {
  constructor(private readonly needs: AdministratorsNeeds) {}

  /**
   * Makes an administrator whose address counts as verified: whoever runs the server vouches for it. Of several at once
   * the unique key lets one in, and the others find them there.
   *
   * @param promote whether a user who has the address already becomes an administrator
   */
  async make(form: AdministratorForm, promote = false): Promise<Result<MadeAdministrator>> {
    const checked = await checkAdministrator(form, this.needs.policy);
    if (!checked.ok) return checked;
    const { email, profile } = checked.value;
    const existing = await this.needs.users.findByEmail(this.needs.database.reader(), email.key);
    if (existing) return this.meet(existing, promote);
    const passwordHash = form.password === null ? null : await this.needs.hasher.hash(form.password);
    return this.needs.database.transaction(async (em): Promise<Result<MadeAdministrator>> => {
      const winner = await this.needs.users.findByEmail(em, email.key);
      if (winner) return ok({ user: winner, outcome: 'there' });
      const rest = { emailVerified: true, isAdmin: true, roles: [], method: 'operator' };
      const user = await this.needs.beginning.begin(em, { email, profile, passwordHash, ...rest }, operator);
      return ok({ user, outcome: 'made' });
    });
  }

  private async meet(user: User, promote: boolean): Promise<Result<MadeAdministrator>> {
    if (!promote || user.isAdmin) return ok({ user, outcome: 'there' });
    return this.needs.database.transaction(async (em): Promise<Result<MadeAdministrator>> => {
      const locked = await this.needs.users.lock(em, user.id);
      // Another may have the address until the lock is there.
      if (!locked || locked.emailKey !== user.emailKey) return refused(userError('NOT_FOUND', ['email']));
      if (locked.suspendedAt) return refused(userError('ACCOUNT_SUSPENDED', ['email']));
      // Anybody may have begun an account with this address and know its password.
      if (!locked.emailVerifiedAt) return refused(userError('EMAIL_NOT_VERIFIED', ['email']));
      if (locked.isAdmin) return ok({ user: locked, outcome: 'there' });
      await em.nativeUpdate(UserEntity, { id: user.id }, { isAdmin: true, updatedAt: this.needs.clock.now() });
      const { client, metadata } = operator;
      const kind = administrationEvents.adminGranted;
      await this.needs.events.recordEvent(em, { kind, userId: user.id, client, metadata });
      return ok({ user: await em.refreshOrFail(locked), outcome: 'promoted' });
    });
  }
}
