import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { readNewEmail } from '../email-addresses/new-email.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { Refusal } from '../kernel/refusal.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import type { Sessions } from '../sessions/sessions.service.js';
import type { Reauthentication } from '../sign-in/reauthentication.service.js';
import { parseProfile, type Profile, type ProfileInput, usernameKey } from '../users/profile.js';
import { lockUsers, lockWithAdministrators } from '../users/administrators.js';
import { profileChanges } from '../users/profile-changes.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import type { AccountEnd } from './account-end.service.js';
import { accountEvents } from './account.events.js';
import type { LastAdministrator } from './last-administrator.js';
import type { EmailChange } from './email-change.service.js';

/** What a user wants to change; a field left out stays as it is. */
export interface AccountUpdate extends ProfileInput {
  readonly email?: string | null | undefined;
  readonly currentPassword?: string | null | undefined;
}

const CURRENT = ['input', 'currentPassword'];

interface AccountNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly users: Users;
  readonly reauthentication: Reauthentication;
  readonly emailChange: EmailChange;
  readonly sessions: Sessions;
  readonly accountEnd: AccountEnd;
  readonly lastAdministrator: LastAdministrator;
  readonly events: EventLog;
}

/** What signed-in users do with their own account. */
export class Account {
  constructor(private readonly needs: AccountNeeds) {}

  async update(
    by: { userId: string; sessionId: string },
    update: AccountUpdate,
    client: ClientInfo,
  ): Promise<Result<User>> {
    const user = await this.needs.database.reader().findOneOrFail(UserEntity, { id: by.userId });
    const { profile, errors: profileErrors } = await parseProfile(update, user.locale);
    const { email, errors: emailErrors } = readNewEmail(update.email);
    const movesAway = email !== null && email.key !== user.emailKey;
    const errors = [
      ...profileErrors,
      ...emailErrors,
      ...(await this.usernameErrors(this.needs.database.reader(), user, profile)),
      ...(movesAway ? [await this.needs.reauthentication.check(user, update.currentPassword, CURRENT, client)] : []),
    ].filter((error) => error !== null);
    if (errors.length > 0) return refused(...errors);

    return this.needs.database.transaction(async (em): Promise<Result<User>> => {
      const locked = await this.own(em, by, await lockUsers(em, [by.userId]));
      if (movesAway && locked.passwordHash !== user.passwordHash) return refused(userError('WRONG_PASSWORD', CURRENT));
      const taken = await this.usernameErrors(em, locked, profile);
      if (taken.length > 0) return refused(...taken);
      await this.updateProfile(em, locked, update, profile, client);
      if (movesAway) await this.needs.emailChange.request(em, locked, by.sessionId, email, client);
      else if (email) await this.needs.emailChange.keep(em, locked, email, client);
      return ok(await em.refreshOrFail(locked));
    });
  }

  /** Deletes the account, unless nobody would be left to administer. */
  async delete(
    by: { userId: string; sessionId: string },
    password: string | null | undefined,
    client: ClientInfo,
  ): Promise<Result<{ userId: string }>> {
    const user = await this.needs.database.reader().findOneOrFail(UserEntity, { id: by.userId });
    const wrong = await this.needs.reauthentication.check(user, password, ['input', 'password'], client);
    if (wrong) return refused(wrong);
    return this.needs.database.transaction(async (em): Promise<Result<{ userId: string }>> => {
      const rows = await lockWithAdministrators(em, [by.userId]);
      const locked = await this.own(em, by, rows);
      if (locked.passwordHash !== user.passwordHash) return refused(userError('WRONG_PASSWORD', ['input', 'password']));
      if (await this.needs.lastAdministrator.is(em, locked, rows)) return refused(userError('LAST_ADMIN'));
      await this.needs.accountEnd.delete(em, locked, client);
      return ok({ userId: user.id });
    });
  }

  /**
   * The user's own row, locked and as it is now. The password was checked outside of the transaction, so what it allowed
   * is done only while it is still the user's, and while the session that asks is alive.
   */
  private async own(
    em: EntityManager,
    { userId, sessionId }: { userId: string; sessionId: string },
    locked: readonly User[],
  ): Promise<User> {
    const user = locked.find(({ id, deletedAt }) => id === userId && !deletedAt);
    if (!user || !(await this.needs.sessions.isAlive(em, sessionId))) throw Refusal.unauthenticated('SESSION_REVOKED');
    return user;
  }

  private async usernameErrors(em: EntityManager, user: User, { username }: Profile): Promise<UserError[]> {
    const isNew = username !== null && usernameKey(username) !== user.usernameKey;
    return isNew && (await this.needs.users.isUsernameTaken(em, username))
      ? [userError('USERNAME_TAKEN', ['input', 'username'])]
      : [];
  }

  private async updateProfile(
    em: EntityManager,
    user: User,
    update: AccountUpdate,
    profile: Profile,
    client: ClientInfo,
  ): Promise<void> {
    const { fields, data } = profileChanges(user, update, profile);
    if (fields.length === 0) return;
    await em.nativeUpdate(UserEntity, { id: user.id }, { ...data, updatedAt: this.needs.clock.now() });
    await this.needs.events.recordEvent(em, {
      kind: accountEvents.profileUpdated,
      userId: user.id,
      client,
      metadata: { fields },
    });
  }
}
