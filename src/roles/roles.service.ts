import { type EntityManager, LockMode, raw } from '@mikro-orm/sql';
import type { User } from '../users/user.entity.js';
import { builtInPermissions, type KnownPermission, knownPermissions } from './permissions.js';
import { isRoleName } from './role-form.js';
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
      return rightsFrom({ isAdmin }, roles, isAdmin ? all : roles);
    });
  }

  /** By name. */
  all(em: EntityManager): Promise<Role[]> {
    return em.find(RoleEntity, {}, { orderBy: { name: 'asc' } });
  }

  async permissions(em: EntityManager): Promise<KnownPermission[]> {
    return knownPermissions((await this.all(em)).flatMap(({ permissions }) => permissions));
  }

  /** How many users hold each of these roles; deleted ones are not counted. */
  async userCounts(em: EntityManager, roleIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counted = await em
      .createQueryBuilder(UserRoleEntity, 'held')
      .select(['held.role', raw('count(*) as users')])
      .join('held.user', 'holder')
      .where({ 'held.role': { $in: [...roleIds] }, 'holder.deletedAt': null })
      .groupBy('held.role')
      .execute<{ role: string; users: number | string }[]>('all');
    return new Map(counted.map(({ role, users }) => [role, Number(users)]));
  }

  /**
   * The roles of these names, kept from being deleted or changed until the transaction ends; a name that is nobody's is
   * left out. Users' rows are locked before, those of roles after.
   */
  named(em: EntityManager, names: readonly string[]): Promise<Role[]> {
    const possible = [...new Set(names)].filter(isRoleName);
    const options = { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_READ, refresh: true } as const;
    return em.find(RoleEntity, { name: { $in: possible } }, options);
  }

  /** The role, kept from all others until the transaction ends. */
  lock(em: EntityManager, id: string): Promise<Role | null> {
    return em.findOne(RoleEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  }

  /** Gives roles to a user and takes others away; the user's row and the given roles must be locked. */
  async change(em: EntityManager, userId: string, added: readonly Role[], removed: readonly Role[]): Promise<void> {
    for (const { id } of added) await em.insert(UserRoleEntity, { user: userId, role: id });
    if (removed.length === 0) return;
    await em.nativeDelete(UserRoleEntity, { user: userId, role: { $in: removed.map(({ id }) => id) } });
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
