import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { LazyPage, type Page, pageEnd, type PageRequest } from '../database/page.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import { RowMapping } from '../database/row-mapping.js';
import { SharedRead } from '../database/shared-read.js';
import { isId } from '../kernel/ids.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { placeOfCursor, placeOf, type UserOrder, type UserPlace } from './user-cursor.js';
import { PlainList } from './plain-list.js';
import { scopesOf, type UserFilter } from './user-filter.js';
import { type Bound, UserFinder, type Wanted } from './user-finder.js';

/** So many are read at once for who reads all of them. */
const AT_ONCE = 500;

/** Users as administrators look for them. */
export class UserList {
  private readonly finder: UserFinder;
  private readonly plain: PlainList;
  private readonly mapping: RowMapping<User>;
  private readonly usersById: PreparedStatement;
  private readonly counts = new SharedRead<number>();

  constructor(
    private readonly database: Database,
    private readonly users: Users,
  ) {
    this.finder = new UserFinder(database.dialect);
    this.mapping = new RowMapping(database, UserEntity);
    this.plain = new PlainList(database, this.mapping);
    const wanted = database.dialect === 'sqlite' ? 'in (select value from json_each(?))' : '= any((select $1)::uuid[])';
    this.usersById = {
      name: 'users-by-id',
      sql: `select ${this.mapping.select('u')} from users u where u.id ${wanted}`,
    };
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
    const scopes = scopesOf(filter, this.database.dialect);
    const bounds: Bound[] = [...(after ? [{ after }] : []), ...(before ? [{ before }] : [])];
    const { users, more } = await this.part({ scopes, order, bounds, fromEnd }, size);
    const items = fromEnd ? users.reverse() : users;
    const beyond = async (bound: Bound, backwards: boolean) =>
      (await this.part({ scopes, order, bounds: [bound], fromEnd: backwards }, 0)).more;
    const last = items.at(-1);
    const first = items[0];
    const follows = async () =>
      before !== null &&
      beyond(last ? { after: placeOf(last, order.field) } : { after: before, inclusive: true }, false);
    const precedes = async () =>
      after !== null &&
      beyond(first ? { before: placeOf(first, order.field) } : { before: after, inclusive: true }, true);
    return new LazyPage(
      items,
      () => (!fromEnd && more) || follows(),
      () => (fromEnd && more) || precedes(),
    );
  }

  /** Up to `limit` of them, read page by page. */
  async *each(filter: UserFilter, order: UserOrder, limit: number): AsyncGenerator<User> {
    const scopes = scopesOf(filter, this.database.dialect);
    let bounds: Bound[] = [];
    for (let left = limit; left > 0;) {
      const size = Math.min(left, AT_ONCE);
      const { users, more } = await this.part({ scopes, order, bounds, fromEnd: false }, size);
      yield* users;
      const last = users.at(-1);
      if (!last || !more) return;
      left -= size;
      bounds = [{ after: placeOf(last, order.field) }];
    }
  }

  /** How many users the filter matches. Reads all of them, so ask only where somebody wants to know. */
  async count(filter: UserFilter): Promise<number> {
    const scopes = scopesOf(filter, this.database.dialect);
    return this.counts.read(JSON.stringify(filter), () => this.finder.count(this.database.reader(), scopes));
  }

  /** The first `size` of what is wanted, and whether there are more. */
  private async part(wanted: Omit<Wanted, 'limit'>, size: number): Promise<{ users: User[]; more: boolean }> {
    const plain = await this.plain.find({ ...wanted, limit: size + 1 });
    if (plain) return { users: plain.slice(0, size), more: plain.length > size };
    const em = this.database.reader();
    const ids = await this.finder.find(em, { ...wanted, limit: size + 1 });
    return { users: await this.read(em, ids.slice(0, size)), more: ids.length > size };
  }

  private async read(em: EntityManager, ids: readonly string[]): Promise<User[]> {
    const byId = new Map((await this.readAll(em, ids)).map((user) => [user.id, user]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Plainly by a prepared statement: for the rows of a page MikroORM takes twice the CPU of all the rest. */
  private async readAll(em: EntityManager, ids: readonly string[]): Promise<User[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.prepared(this.usersById, [ids]);
    return rows?.map((row) => this.mapping.lazily(row)) ?? em.find(UserEntity, { id: { $in: [...ids] } });
  }
}

function place(cursor: string | null | undefined, order: UserOrder): UserPlace | null {
  return cursor === null || cursor === undefined ? null : placeOfCursor(cursor, order);
}
