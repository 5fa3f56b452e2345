import { createHash } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import type { RowMapping } from '../database/row-mapping.js';
import type { User } from '../users/user.entity.js';
import { bounds, inScope, orderBy, type Wanted } from './user-finder.js';

/** Of neighbours, of the usual pages, and of an export: a connection keeps a statement for each of them, and not for each size. */
const SIZES = [1, 21, 51, 101, 501];

/**
 * The short way of a list without a filter. Its page is a stretch of one index, so there is nothing to look for, and its
 * rows come by one prepared statement. The clear way is UserFinder's, which names them, and then to read them by their ids.
 */
export class PlainList {
  private readonly statements = new Map<string, PreparedStatement>();

  constructor(
    private readonly database: Database,
    private readonly mapping: RowMapping<User>,
  ) {}

  /** @returns null where the clear way must tell */
  async find(wanted: Wanted): Promise<User[] | null> {
    const [scope, ...others] = wanted.scopes;
    const size = SIZES.find((each) => each >= wanted.limit);
    if (!scope || others.length > 0 || scope.conditions.length > 0 || size === undefined) return null;
    const ends = bounds(wanted);
    const where = [inScope(scope), ...ends].map(({ text }) => text).join(' and ');
    const statement = this.statement(`${where} order by ${orderBy(wanted)} limit ${size}`);
    const rows = await this.database.prepared(
      statement,
      ends.flatMap(({ values }) => values),
    );
    return rows && rows.slice(0, wanted.limit).map((row) => this.mapping.lazily(row));
  }

  private statement(part: string): PreparedStatement {
    const known = this.statements.get(part);
    if (known) return known;
    let place = 0;
    const text = `select ${this.mapping.select('u')} from users u where ${part}`;
    const sql = this.database.dialect === 'sqlite' ? text : text.replaceAll('?', () => `$${(place += 1)}`);
    const statement = { name: `users-${createHash('sha256').update(sql).digest('base64url').slice(0, 16)}`, sql };
    this.statements.set(part, statement);
    return statement;
  }
}
