import { type EntityManager, type FilterQuery, LockMode, raw } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { EventKind } from '../events/event-kind.js';
import type { EventLog } from '../events/event-log.js';
import type { Clock } from '../kernel/clock.js';
import { type Duration, minutes } from '../kernel/duration.js';
import { isId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { MailLinks } from '../one-time-tokens/mail-links.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { passwordResetEvents } from '../password-reset/password-reset.events.js';
import type { Role } from '../roles/role.entity.js';
import type { Roles } from '../roles/roles.service.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { usernameKey } from '../users/profile.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { byOperator, fromShell } from './operator.js';
import { operatorEvents } from './operator.events.js';

const RESET_LIFETIME: Duration = minutes(30);
const LONGEST_REASON = 500;
const PAGE = 500;

export type UserStatus = 'active' | 'unverified' | 'suspended' | 'deleted';
export const userStatuses: readonly UserStatus[] = ['active', 'unverified', 'suspended', 'deleted'];

export interface UserFilter {
  /** Part of an address, a username or a name, in any case. */
  readonly search?: string | undefined;
  readonly adminsOnly?: boolean | undefined;
  /** Deleted users are listed only where they are asked for. */
  readonly status?: UserStatus | undefined;
  /** 100 at most by default. */
  readonly limit?: number | undefined;
}

export interface UserDetails {
  readonly user: User;
  readonly roles: readonly Role[];
  readonly sessionCount: number;
}

export interface ResetLink {
  readonly link: string;
  readonly expiresAt: Date;
}

interface OperatorServiceNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly users: Users;
  readonly roles: Roles;
  readonly sessions: Sessions;
  readonly tokens: OneTimeTokens;
  readonly links: MailLinks;
  readonly events: EventLog;
}

/** What whoever runs the server does with users at its shell: above all permissions, and in the history all the same. */
export class OperatorService {
  constructor(private readonly needs: OperatorServiceNeeds) {}

  /** Oldest id first, read page by page. */
  async *list({ search, adminsOnly, status, limit = 100 }: UserFilter = {}): AsyncGenerator<User> {
    const where = [
      statusFilter(status),
      adminsOnly === true ? { isAdmin: true } : {},
      searchFilter(search, this.needs.database.dialect),
    ];
    let after: string | undefined;
    for (let left = limit; left > 0;) {
      const from = after === undefined ? {} : { id: { $gt: after } };
      const page = await this.needs.database
        .reader()
        .find(UserEntity, { $and: [...where, from] }, { orderBy: { id: 'asc' }, limit: Math.min(left, PAGE) });
      yield* page;
      left -= page.length;
      after = page.at(-1)?.id;
      if (after === undefined || page.length < PAGE) return;
    }
  }

  /** @param who an address, a username or an id; deleted users have an id alone */
  async show(who: string): Promise<UserDetails | null> {
    const em = this.needs.database.reader();
    const user = await this.find(em, who);
    if (!user) return null;
    const [roles, living] = [await this.needs.roles.of(em, user.id), await this.needs.sessions.living(em, user.id)];
    return { user, roles, sessionCount: living.length };
  }

  /** Ends every session and every link that was mailed. Suspended already: nothing changes. */
  async suspend(who: string, reason: string | null = null): Promise<Result<User>> {
    if (reason !== null && ([...reason].length > LONGEST_REASON || !reason.isWellFormed() || reason.includes('\0'))) {
      return refused(userError('INVALID_VALUE', ['reason']));
    }
    return this.needs.database.transaction(async (em): Promise<Result<User>> => {
      const found = await this.find(em, who);
      const locked = found && !found.deletedAt ? await this.lockAmongAdministrators(em, found) : null;
      if (!locked) return refused(userError('NOT_FOUND', ['who']));
      const { user, otherAdministrators } = locked;
      if (user.suspendedAt) return ok(user);
      if (user.isAdmin && otherAdministrators === 0) return refused(userError('LAST_ADMIN', ['who']));
      const now = this.needs.clock.now();
      await em.nativeUpdate(
        UserEntity,
        { id: user.id },
        { suspendedAt: now, suspensionReason: reason, updatedAt: now },
      );
      await this.needs.sessions.endAll(em, user.id);
      await this.needs.tokens.endAll(em, user.id);
      await this.record(em, operatorEvents.userSuspended, user.id);
      return ok(await em.refreshOrFail(user));
    });
  }

  async reinstate(who: string): Promise<Result<User>> {
    return this.needs.database.transaction(async (em): Promise<Result<User>> => {
      const found = await this.find(em, who);
      const user = found && (await this.needs.users.lock(em, found.id));
      if (!user) return refused(userError('NOT_FOUND', ['who']));
      if (!user.suspendedAt) return ok(user);
      const now = this.needs.clock.now();
      await em.nativeUpdate(UserEntity, { id: user.id }, { suspendedAt: null, suspensionReason: null, updatedAt: now });
      await this.record(em, operatorEvents.userReinstated, user.id);
      return ok(await em.refreshOrFail(user));
    });
  }

  /** A link that chooses a password, for somebody whose mailbox is out of reach. It ends the ones that were mailed. */
  async resetLink(who: string): Promise<Result<ResetLink>> {
    return this.needs.database.transaction(async (em): Promise<Result<ResetLink>> => {
      const found = await this.find(em, who);
      const user = found && (await this.needs.users.lock(em, found.id));
      if (!user?.emailKey) return refused(userError('NOT_FOUND', ['who']));
      const { token, expiresAt } = await this.needs.tokens.issue(em, {
        purpose: 'reset_password',
        subjectId: user.id,
        emailKey: user.emailKey,
        lifetime: RESET_LIFETIME,
      });
      await this.record(em, passwordResetEvents.requested, user.id);
      return ok({ link: this.needs.links.resetPassword(token, user.locale ?? null), expiresAt });
    });
  }

  private async find(em: EntityManager, who: string): Promise<User | null> {
    const text = who.trim().toWellFormed().replaceAll('\0', '');
    const id = text.toLowerCase();
    const email = parseEmailAddress(text);
    const where = isId(id) ? { id } : email ? { emailKey: email.key } : { usernameKey: usernameKey(text) };
    // Not kept: whoever locks the row afterwards must read it as it is then.
    return em.findOne(UserEntity, where, { disableIdentityMap: true });
  }

  /**
   * The row of a user who may be an administrator, locked together with all others who are, in the order of ids: two who
   * suspend each the other's last colleague pass here one by one.
   */
  private async lockAmongAdministrators(
    em: EntityManager,
    { id, isAdmin }: User,
  ): Promise<{ user: User; otherAdministrators: number } | null> {
    if (!isAdmin) {
      const user = await this.needs.users.lock(em, id);
      // Made one in between: the locks would be taken in another order now.
      if (user?.isAdmin) throw Refusal.unavailable(1);
      return user && { user, otherAdministrators: 0 };
    }
    const options = { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE } as const;
    const administrators = await em.find(UserEntity, { isAdmin: true, deletedAt: null }, options);
    const user = administrators.find((administrator) => administrator.id === id);
    const others = administrators.filter((other) => other.id !== id && !other.suspendedAt);
    return user ? { user, otherAdministrators: others.length } : null;
  }

  private record(em: EntityManager, kind: EventKind, userId: string): Promise<void> {
    return this.needs.events.recordEvent(em, { kind, userId, client: fromShell, metadata: byOperator });
  }
}

function statusFilter(status: UserStatus | undefined): FilterQuery<User> {
  const living = { deletedAt: null };
  switch (status) {
    case undefined:
      return living;
    case 'deleted':
      return { deletedAt: { $ne: null } };
    case 'suspended':
      return { ...living, suspendedAt: { $ne: null } };
    case 'unverified':
      return { ...living, suspendedAt: null, emailVerifiedAt: null };
    case 'active':
      return { ...living, suspendedAt: null, emailVerifiedAt: { $ne: null } };
  }
}

/** Both functions say where one text begins within another; a LIKE would read `%` and `_` in it. */
function searchFilter(search: string | undefined, dialect: Database['dialect']): FilterQuery<User> {
  const part = (search ?? '').trim().toWellFormed().replaceAll('\0', '').toLowerCase();
  if (part === '') return {};
  const place = dialect === 'sqlite' ? 'instr' : 'strpos';
  const columns = ['email_key', 'username_key', 'lower(name)'];
  return { $or: columns.map((column) => ({ [raw(`${place}(${column}, ?)`, [part])]: { $gt: 0 } })) };
}
