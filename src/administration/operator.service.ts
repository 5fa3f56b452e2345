import type { EntityManager } from '@mikro-orm/sql';
import type { LastAdministrator } from '../account/last-administrator.js';
import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import { isId } from '../kernel/ids.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { ResetMails } from '../password-reset/reset-mails.js';
import type { Role } from '../roles/role.entity.js';
import type { Roles } from '../roles/roles.service.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { lockWithAdministrators } from '../users/administrators.js';
import { usernameKey } from '../users/profile.js';
import { type User, UserEntity } from '../users/user.entity.js';
import { UserOrderField } from '../users/user-order.js';
import type { UserStatus } from '../users/user-status.js';
import type { Users } from '../users/users.service.js';
import { operator } from './author.js';
import { reasonErrors, type Suspension } from './suspension.service.js';
import type { UserList } from './user-list.service.js';

const WHO = ['who'];

export interface OperatorFilter {
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
  readonly users: Users;
  readonly userList: UserList;
  readonly roles: Roles;
  readonly sessions: Sessions;
  readonly suspension: Suspension;
  readonly lastAdministrator: LastAdministrator;
  readonly resetMails: ResetMails;
}

/** What whoever runs the server does with users at its shell: above all permissions, and in the history all the same. */
export class OperatorService {
  constructor(private readonly needs: OperatorServiceNeeds) {}

  /** Oldest first, read page by page. */
  list({ search, adminsOnly, status, limit = 100 }: OperatorFilter = {}): AsyncGenerator<User> {
    const filter = { search, status: status && [status], isAdmin: adminsOnly === true ? true : null };
    return this.needs.userList.each(filter, { field: UserOrderField.CREATED_AT, descending: false }, limit);
  }

  /** @param who an address, a username or an id; deleted users have an id alone */
  async show(who: string): Promise<UserDetails | null> {
    const em = this.needs.database.reader();
    const user = await this.find(em, who);
    if (!user) return null;
    const [roles, living] = [await this.needs.roles.of(em, user.id), await this.needs.sessions.living(em, user.id)];
    return { user, roles, sessionCount: living.length };
  }

  /** Ends every session and every link that was mailed. Suspended already: changes the reason where one is given. */
  async suspend(who: string, reason?: string | null): Promise<Result<User>> {
    const problems = reasonErrors(reason, ['reason']);
    if (problems.length > 0) return refused(...problems);
    return this.needs.database.transaction(async (em): Promise<Result<User>> => {
      const found = await this.find(em, who);
      const locked = found ? await lockWithAdministrators(em, [found.id]) : [];
      const user = locked.find(({ id, deletedAt }) => id === found?.id && !deletedAt);
      if (!user) return refused(userError('NOT_FOUND', WHO));
      if (await this.needs.lastAdministrator.is(em, user, locked)) return refused(userError('LAST_ADMIN', WHO));
      return ok(await this.needs.suspension.suspend(em, user, reason, operator));
    });
  }

  reinstate(who: string): Promise<Result<User>> {
    return this.withLocked(who, async (em, user) => ok(await this.needs.suspension.reinstate(em, user, operator)));
  }

  /** A link that chooses a password, for somebody whose mailbox is out of reach. It ends the ones that were mailed. */
  resetLink(who: string): Promise<Result<ResetLink>> {
    return this.withLocked(who, async (em, user) => {
      const { client, metadata } = operator;
      return ok(await this.needs.resetMails.linkFor(em, { user, emailKey: user.emailKey ?? '' }, client, metadata));
    });
  }

  private withLocked<T>(who: string, work: (em: EntityManager, user: User) => Promise<Result<T>>): Promise<Result<T>> {
    return this.needs.database.transaction(async (em): Promise<Result<T>> => {
      const found = await this.find(em, who);
      const user = found && (await this.needs.users.lock(em, found.id));
      return user ? work(em, user) : refused(userError('NOT_FOUND', WHO));
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
}
