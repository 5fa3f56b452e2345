import type { EntityManager } from '@mikro-orm/sql';
import type { Viewer } from '../access/viewer.js';
import type { LastAdministrator } from '../account/last-administrator.js';
import type { Database } from '../database/database.js';
import { isId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import type { BuiltInPermission } from '../roles/permissions.js';
import type { Roles } from '../roles/roles.service.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { lockUsers, lockWithAdministrators } from '../users/administrators.js';
import type { User } from '../users/user.entity.js';

export const USER_ID = ['input', 'userId'];

/** Who acts, as their rights are inside of the transaction. */
export interface Actor {
  readonly userId: string;
  readonly isAdmin: boolean;
  readonly permissions: ReadonlySet<string>;
}

export interface Act {
  readonly actor: Actor;
  /** On whom; locked, and as they are now. */
  readonly target: User;
  /** The locked rows: those of both, and of all administrators where they were asked for. */
  readonly locked: readonly User[];
}

export interface ActRequest {
  readonly permission: BuiltInPermission;
  readonly userId: string;
  /** What is wrong with the rest of the form, to be told with an unknown user. */
  readonly problems?: readonly UserError[];
  /** For what may take an administrator away: locks them all, so that of two who take each other away one stays. */
  readonly withAdministrators?: boolean;
  /** Whether a deleted user counts as one. */
  readonly deletedToo?: boolean;
}

/** The one place that says who may do what to whom. */
export class Authority {
  constructor(
    private readonly database: Database,
    private readonly roles: Roles,
    private readonly sessions: Sessions,
    private readonly lastAdministrator: LastAdministrator,
  ) {}

  /**
   * One transaction of somebody who administers. The guard has asked for the permission before, but what it saw may have
   * changed: the actor's row is locked, and session and rights are read again.
   *
   * @throws Refusal UNAUTHENTICATED or FORBIDDEN where the actor has lost what it takes
   */
  act<T>(
    by: Viewer,
    permission: BuiltInPermission,
    work: (em: EntityManager, actor: Actor) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.database.transaction(async (em) => {
      const locked = await lockUsers(em, [by.userId]);
      return work(em, await this.confirm(em, by, permission, locked));
    });
  }

  /**
   * The same on a user, whose row is locked as well.
   *
   * @throws Refusal FORBIDDEN `admin` where the user is an administrator and the actor is none
   */
  actOn<T>(
    by: Viewer,
    { permission, userId, problems = [], withAdministrators = false, deletedToo = false }: ActRequest,
    work: (em: EntityManager, act: Act) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.database.transaction(async (em) => {
      const ids = [by.userId, ...(isId(userId) ? [userId] : [])];
      const locked = await (withAdministrators ? lockWithAdministrators(em, ids) : lockUsers(em, ids));
      const actor = await this.confirm(em, by, permission, locked);
      const target = locked.find(({ id, deletedAt }) => id === userId && (deletedToo || !deletedAt));
      if (!target) return refused(userError('NOT_FOUND', USER_ID), ...problems);
      if (target.isAdmin) demandAdministrator(actor);
      return work(em, { actor, target, locked });
    });
  }

  private async confirm(
    em: EntityManager,
    by: Viewer,
    permission: BuiltInPermission,
    locked: readonly User[],
  ): Promise<Actor> {
    const user = locked.find(({ id }) => id === by.userId);
    if (!user || user.deletedAt || user.suspendedAt || !(await this.sessions.isAlive(em, by.sessionId)))
      throw Refusal.unauthenticated('SESSION_REVOKED');
    const permissions = new Set((await this.roles.rightsOf(em, user)).permissions);
    if (!permissions.has(permission)) throw Refusal.forbidden(permission);
    return { userId: user.id, isAdmin: user.isAdmin, permissions };
  }

  /**
   * Before what would let the actor into the user's account, such as another address: who can do that to somebody has
   * all that they have.
   *
   * @throws Refusal FORBIDDEN naming the first permission that the actor lacks
   */
  async demandNoLessThan(em: EntityManager, actor: Actor, target: User): Promise<void> {
    demandAll(actor, (await this.roles.rightsOf(em, target)).permissions);
  }

  /** Why a user can't be kept out, or lose the office of administrator: another must be left, and do it. */
  async takingAwayErrors(em: EntityManager, act: Act): Promise<UserError[]> {
    const onSelf = act.target.id === act.actor.userId;
    return [
      ...(onSelf ? [userError('NOT_ALLOWED_ON_SELF', USER_ID)] : []),
      ...(await this.lastAdministratorErrors(em, act)),
    ];
  }

  /** @param act with all administrators locked */
  async lastAdministratorErrors(em: EntityManager, { target, locked }: Act): Promise<UserError[]> {
    return (await this.lastAdministrator.is(em, target, locked)) ? [userError('LAST_ADMIN', USER_ID)] : [];
  }
}

/** @throws Refusal FORBIDDEN `admin`, which is no permission but the one name for what no role can give */
export function demandAdministrator(actor: Actor): void {
  if (!actor.isAdmin) throw Refusal.forbidden('admin');
}

/**
 * Nobody grants what they don't hold; administrators hold even what no role names yet.
 *
 * @throws Refusal FORBIDDEN naming the first permission that the actor lacks
 */
export function demandAll(actor: Actor, permissions: readonly string[]): void {
  const missing = [...permissions].sort().find((permission) => !actor.permissions.has(permission));
  if (missing !== undefined && !actor.isAdmin) throw Refusal.forbidden(missing);
}
