import { type EntityManager, LockMode } from '@mikro-orm/sql';
import { type User, UserEntity } from './user.entity.js';

/**
 * Locks users' rows, and with them those of all administrators: for what may take an administrator away. All in the
 * order of their ids, so that no two wait for each other; whoever comes second reads what the first has left. Deleted
 * users of the given ids come along. It has to be the first that its transaction reads of users.
 */
export function lockWithAdministrators(em: EntityManager, ids: readonly string[]): Promise<User[]> {
  return lockWhere(em, { $or: [{ id: { $in: [...ids] } }, { isAdmin: true, deletedAt: null }] });
}

/** Locks users' rows in the order of their ids; deleted ones come along. It has to be the first read of users, too. */
export function lockUsers(em: EntityManager, ids: readonly string[]): Promise<User[]> {
  return lockWhere(em, { id: { $in: [...ids] } });
}

function lockWhere(em: EntityManager, where: object): Promise<User[]> {
  return em.find(UserEntity, where, { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE });
}
