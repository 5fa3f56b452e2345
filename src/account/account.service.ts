import type { EntityData, EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { Identities } from '../identities/identities.service.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { Refusal } from '../kernel/refusal.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { Sessions } from '../sessions/sessions.service.js';
import type { Reauthentication } from '../sign-in/reauthentication.service.js';
import { parseProfile, type Profile, type ProfileInput, usernameKey } from '../users/profile.js';
import { nothingPending, type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { accountEvents } from './account.events.js';
import type { EmailChange } from './email-change.service.js';

/** What a user wants to change; a field left out stays as it is. */
export interface AccountUpdate extends ProfileInput {
  readonly email?: string | null | undefined;
  readonly currentPassword?: string | null | undefined;
}

const CURRENT = ['input', 'currentPassword'];
const profileFields = ['username', 'name', 'phone', 'locale'] as const;

/** What signed-in users do with their own account. */
export class Account {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly users: Users,
    private readonly reauthentication: Reauthentication,
    private readonly emailChange: EmailChange,
    private readonly sessions: Sessions,
    private readonly tokens: OneTimeTokens,
    private readonly identities: Identities,
    private readonly events: EventLog,
  ) {}

  async update(
    by: { userId: string; sessionId: string },
    update: AccountUpdate,
    client: ClientInfo,
  ): Promise<Result<User>> {
    const user = await this.database.reader().findOneOrFail(UserEntity, { id: by.userId });
    const { profile, errors: profileErrors } = await parseProfile(update, user.locale);
    const email = typeof update.email === 'string' ? parseEmailAddress(update.email) : null;
    const movesAway = email !== null && email.key !== user.emailKey;
    const errors = [
      ...profileErrors,
      ...emailErrors(update.email, email !== null),
      ...(await this.usernameErrors(this.database.reader(), user, profile)),
      ...(movesAway ? [await this.reauthentication.check(user, update.currentPassword, CURRENT, client)] : []),
    ].filter((error) => error !== null);
    if (errors.length > 0) return refused(...errors);

    return this.database.transaction(async (em): Promise<Result<User>> => {
      const locked = await this.own(em, by);
      if (movesAway && locked.passwordHash !== user.passwordHash) return refused(userError('WRONG_PASSWORD', CURRENT));
      const taken = await this.usernameErrors(em, locked, profile);
      if (taken.length > 0) return refused(...taken);
      await this.updateProfile(em, locked, update, profile, client);
      if (movesAway) await this.emailChange.request(em, locked, by.sessionId, email, client);
      else if (email) await this.emailChange.keep(em, locked, email, client);
      return ok(await em.refreshOrFail(locked));
    });
  }

  /** Deletes softly: the row and its history stay, signing in ends at once, address and username become free. */
  async delete(
    by: { userId: string; sessionId: string },
    password: string | null | undefined,
    client: ClientInfo,
  ): Promise<Result<{ userId: string }>> {
    const user = await this.database.reader().findOneOrFail(UserEntity, { id: by.userId });
    const wrong = await this.reauthentication.check(user, password, ['input', 'password'], client);
    if (wrong) return refused(wrong);
    return this.database.transaction(async (em): Promise<Result<{ userId: string }>> => {
      const locked = await this.own(em, by);
      if (locked.passwordHash !== user.passwordHash) return refused(userError('WRONG_PASSWORD', ['input', 'password']));
      const now = this.clock.now();
      const freed = { emailKey: null, usernameKey: null, ...nothingPending };
      await em.nativeUpdate(UserEntity, { id: user.id }, { ...freed, deletedAt: now, updatedAt: now });
      await this.sessions.endAll(em, user.id);
      await this.tokens.endAll(em, user.id);
      await this.identities.endAll(em, user.id);
      await this.events.recordEvent(em, { kind: accountEvents.userDeleted, userId: user.id, client });
      return ok({ userId: user.id });
    });
  }

  /**
   * The user's own row, locked and as it is now. The password was checked outside of the transaction, so what it allowed
   * is done only while it is still the user's, and while the session that asks is alive.
   */
  private async own(em: EntityManager, { userId, sessionId }: { userId: string; sessionId: string }): Promise<User> {
    const user = await this.users.lock(em, userId);
    if (!user || !(await this.sessions.isAlive(em, sessionId))) throw Refusal.unauthenticated('SESSION_REVOKED');
    return user;
  }

  private async usernameErrors(em: EntityManager, user: User, { username }: Profile): Promise<UserError[]> {
    const isNew = username !== null && usernameKey(username) !== user.usernameKey;
    return isNew && (await this.users.isUsernameTaken(em, username))
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
    const fields = profileFields.filter(
      (field) => update[field] !== undefined && profile[field] !== (user[field] ?? null),
    );
    if (fields.length === 0) return;
    const changes: EntityData<User> = Object.fromEntries(fields.map((field) => [field, profile[field]]));
    if (fields.includes('username'))
      changes.usernameKey = profile.username === null ? null : usernameKey(profile.username);
    await em.nativeUpdate(UserEntity, { id: user.id }, { ...changes, updatedAt: this.clock.now() });
    await this.events.recordEvent(em, {
      kind: accountEvents.profileUpdated,
      userId: user.id,
      client,
      metadata: { fields },
    });
  }
}

/** The address can be changed, not cleared. */
function emailErrors(given: string | null | undefined, readable: boolean): UserError[] {
  if (given === undefined || readable) return [];
  return [userError(given === null || given.trim() === '' ? 'REQUIRED' : 'INVALID_EMAIL', ['input', 'email'])];
}
