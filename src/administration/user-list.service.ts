import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { type Page, pageEnd, type PageRequest } from '../database/page.js';
import { isId } from '../kernel/ids.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { placeOfCursor, placeOf, type UserOrder, type UserPlace } from './user-cursor.js';
import { scopesOf, type UserFilter } from './user-filter.js';
import { type Bound, UserFinder } from './user-finder.js';

/** So many are read at once for who reads all of them. */
const AT_ONCE = 500;

/** Users as administrators look for them. */
export class UserList {
  private readonly finder: UserFinder;

  constructor(
    private readonly database: Database,
    private readonly users: Users,
  ) {
    this.finder = new UserFinder();
  }

  /** Deleted ones included; null where there is none. */
  async find(id: string): Promise<User | null> {
    return isId(id) ? this.users.find(this.database.reader(), id) : null;
  }

  /**
   * A page begins after, or ends before, a place in the order and not after a number of rows: it stays right while users
   * come and go.
   *
   * @throws Refusal BAD_USER_INPUT for an impossible size, and for a cursor of another order or none at all
   */
  async page(filter: UserFilter, order: UserOrder, request: PageRequest): Promise<Page<User>> {
    const { size, fromEnd } = pageEnd(request);
    const after = place(request.after, order);
    const before = place(request.before, order);
    const em = this.database.reader();
    const scopes = scopesOf(filter, this.database.dialect);
    const bounds: Bound[] = [...(after ? [{ after }] : []), ...(before ? [{ before }] : [])];
    const ids = await this.finder.find(em, { scopes, order, bounds, fromEnd, limit: size + 1 });
    const items = await this.read(em, fromEnd ? ids.slice(0, size).reverse() : ids.slice(0, size));
    const more = ids.length > size;
    const beyond = async (bound: Bound, backwards: boolean) =>
      (await this.finder.find(em, { scopes, order, bounds: [bound], fromEnd: backwards, limit: 1 })).length > 0;
    const last = items.at(-1);
    const first = items[0];
    const follows = async () =>
      before !== null &&
      beyond(last ? { after: placeOf(last, order.field) } : { after: before, inclusive: true }, false);
    const precedes = async () =>
      after !== null &&
      beyond(first ? { before: placeOf(first, order.field) } : { before: after, inclusive: true }, true);
    return {
      items,
      hasNextPage: fromEnd ? await follows() : more || (await follows()),
      hasPreviousPage: fromEnd ? more || (await precedes()) : await precedes(),
    };
  }

  /** Up to `limit` of them, read page by page. */
  async *each(filter: UserFilter, order: UserOrder, limit: number): AsyncGenerator<User> {
    const scopes = scopesOf(filter, this.database.dialect);
    let bounds: Bound[] = [];
    for (let left = limit; left > 0;) {
      const em = this.database.reader();
      const size = Math.min(left, AT_ONCE);
      const ids = await this.finder.find(em, { scopes, order, bounds, fromEnd: false, limit: size });
      const users = await this.read(em, ids);
      yield* users;
      const last = users.at(-1);
      if (!last || ids.length < size) return;
      left -= size;
      bounds = [{ after: placeOf(last, order.field) }];
    }
  }

  /** How many users the filter matches. Reads all of them, so ask only where somebody wants to know. */
  async count(filter: UserFilter): Promise<number> {
    return this.finder.count(this.database.reader(), scopesOf(filter, this.database.dialect));
  }

  private async read(em: EntityManager, ids: readonly string[]): Promise<User[]> {
    const found = ids.length === 0 ? [] : await em.find(UserEntity, { id: { $in: [...ids] } });
    const byId = new Map(found.map((user) => [user.id, user]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
}

function place(cursor: string | null | undefined, order: UserOrder): UserPlace | null {
  return cursor === null || cursor === undefined ? null : placeOfCursor(cursor, order);
}
