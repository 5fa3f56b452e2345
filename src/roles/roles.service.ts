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
    const held = await em.find(
      UserRoleEntity,
      { user: userId },
      { populate: ['role'], orderBy: { role: { name: 'asc' } } },
    );
    return held.map(({ role }) => role);
  }

  /** Administrators hold every permission that is known here: the built-in ones and all that any role names. */
  async rightsOf(em: EntityManager, user: Pick<User, 'id' | 'isAdmin'>): Promise<Rights> {
    const roles = await this.of(em, user.id);
    return rightsFrom(user, roles, user.isAdmin ? await em.find(RoleEntity, {}) : roles);
  }
}

/** @param granting the roles that the user holds; for an administrator, all there are */
export function rightsFrom(
  { isAdmin }: Pick<User, 'isAdmin'>,
  roles: readonly Pick<Role, 'name'>[],
  granting: readonly Pick<Role, 'permissions'>[],
): Rights {
  const permissions = new Set<string>(isAdmin ? builtInPermissions : []);
  for (const role of granting) for (const permission of role.permissions) permissions.add(permission);
  return { admin: isAdmin, roles: roles.map(({ name }) => name), permissions: [...permissions].sort() };
}
