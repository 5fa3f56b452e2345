import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { Clock } from '../kernel/clock.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import { endPendingRegistrations } from '../registration/pending-registrations.js';
import { registrationEvents } from '../registration/registration.events.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { type AdministratorForm, type CheckedAdministrator, checkAdministrator } from './administrator-form.js';
import { byOperator, fromShell } from './operator.js';
import { operatorEvents } from './operator.events.js';

export interface MadeAdministrator {
  readonly user: User;
  /** `there`: a user has the address already, and nothing was changed. */
  readonly outcome: 'made' | 'promoted' | 'there';
}

interface AdministratorsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly users: Users;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
  readonly tokens: OneTimeTokens;
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
    const { email } = checked.value;
    const existing = await this.needs.users.findByEmail(this.needs.database.reader(), email.key);
    if (existing) return this.meet(existing, promote);
    const passwordHash = form.password === null ? null : await this.needs.hasher.hash(form.password);
    return this.needs.database.transaction(async (em): Promise<Result<MadeAdministrator>> => {
      const winner = await this.needs.users.findByEmail(em, email.key);
      if (winner) return ok({ user: winner, outcome: 'there' });
      return ok({ user: await this.begin(em, checked.value, passwordHash), outcome: 'made' });
    });
  }

  private async begin(
    em: EntityManager,
    { email, profile }: CheckedAdministrator,
    passwordHash: string | null,
  ): Promise<User> {
    const user = await this.needs.users.create(em, { email, emailVerified: true, profile, passwordHash });
    await em.nativeUpdate(UserEntity, { id: user.id }, { isAdmin: true });
    await endPendingRegistrations(em, this.needs.tokens, email.key);
    await this.needs.events.recordEvent(em, {
      kind: registrationEvents.userRegistered,
      userId: user.id,
      client: fromShell,
      metadata: { method: 'operator' },
    });
    await this.recordGranted(em, user.id);
    return em.refreshOrFail(user);
  }

  private async meet(user: User, promote: boolean): Promise<Result<MadeAdministrator>> {
    if (!promote || user.isAdmin) return ok({ user, outcome: 'there' });
    return this.needs.database.transaction(async (em): Promise<Result<MadeAdministrator>> => {
      const locked = await this.needs.users.lock(em, user.id);
      if (!locked) return refused(userError('NOT_FOUND', ['email']));
      if (locked.suspendedAt) return refused(userError('ACCOUNT_SUSPENDED', ['email']));
      // Anybody may have begun an account with this address and know its password.
      if (!locked.emailVerifiedAt) return refused(userError('EMAIL_NOT_VERIFIED', ['email']));
      if (locked.isAdmin) return ok({ user: locked, outcome: 'there' });
      await em.nativeUpdate(UserEntity, { id: user.id }, { isAdmin: true, updatedAt: this.needs.clock.now() });
      await this.recordGranted(em, user.id);
      return ok({ user: await em.refreshOrFail(locked), outcome: 'promoted' });
    });
  }

  private recordGranted(em: EntityManager, userId: string): Promise<void> {
    return this.needs.events.recordEvent(em, {
      kind: operatorEvents.adminGranted,
      userId,
      client: fromShell,
      metadata: byOperator,
    });
  }
}
