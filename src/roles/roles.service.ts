import type { EntityManager } from '@mikro-orm/sql';
import type { User } from '../users/user.entity.js';
import { builtInPermissions } from './permissions.js';
import { type Role, RoleEntity, UserRoleEntity } from './role.entity.js';

/** What a user may do, as access tokens carry it. */
export interface Rights {
  readonly admin: boolean;
  readonly roles: readonly string[];
  /** Sorted, without doubles. */
  readonly permissions: readonly string[];
}

export class Roles {
  /** By name. */
  async of(em: EntityManager, userId: string): Promise<Role[]> {
    return (await this.ofMany(em, [userId])).get(userId) ?? [];
  }

  /** The roles of each of these users, by name; nothing for who has none. */
  async ofMany(em: EntityManager, userIds: readonly string[]): Promise<Map<string, Role[]>> {
    const held = await em.find(
      UserRoleEntity,
      { user: { $in: [...userIds] } },
      { populate: ['role'], strategy: 'joined', orderBy: { role: { name: 'asc' } } },
    );
    const roles = new Map<string, Role[]>();
    for (const { user, role } of held) roles.set(user.id, [...(roles.get(user.id) ?? []), role]);
    return roles;
  }

  /** Administrators hold every permission that is known here: the built-in ones and all that any role names. */
  async rightsOf(em: EntityManager, user: Pick<User, 'id' | 'isAdmin'>): Promise<Rights> {
    const [rights] = await this.rightsOfMany(em, [user]);
    if (!rights) throw new Error('one user has one set of rights');
    return rights;
  }

  /** The same for each of these users, in their order. */
  async rightsOfMany(em: EntityManager, users: readonly Pick<User, 'id' | 'isAdmin'>[]): Promise<Rights[]> {
    const held = await this.ofMany(em, [...new Set(users.map(({ id }) => id))]);
    const all = users.some(({ isAdmin }) => isAdmin) ? await em.find(RoleEntity, {}) : [];
    return users.map(({ id, isAdmin }) => {
      const roles = held.get(id) ?? [];
      const permissions = new Set<string>(isAdmin ? builtInPermissions : []);
      for (const role of isAdmin ? all : roles) for (const permission of role.permissions) permissions.add(permission);
      return { admin: isAdmin, roles: roles.map(({ name }) => name), permissions: [...permissions].sort() };
    });
  }
}
