import type { EntityManager } from '@mikro-orm/sql';
import { sortKeys, UserOrderField } from '../users/user-order.js';
import { allOf, type Condition, joined, sql, type Sql } from './condition.js';
import type { UserOrder, UserPlace } from './user-cursor.js';
import type { Scope } from './user-filter.js';
import type { SearchDialect } from './user-search.js';

/** One end of the part of the list that is wanted. */
export interface Bound {
  readonly after?: UserPlace;
  readonly before?: UserPlace;
  /** Whether the place itself belongs to it. */
  readonly inclusive?: true;
}

export interface Wanted {
  readonly scopes: readonly Scope[];
  readonly order: UserOrder;
  readonly bounds: readonly Bound[];
  /** Take from the end of that part, last one first. */
  readonly fromEnd: boolean;
  readonly limit: number;
}

/** How far each step goes before the next one is tried. */
export interface Effort {
  /** How many users are looked at one by one, in the order of the list, before an index is asked who matches at all. */
  readonly shortWalk: number;
  /** The same where many match each condition, but hardly anybody all of them. */
  readonly longWalk: number;
  /** So many matches can be sorted at once. */
  readonly few: number;
}

const EFFORT: Effort = { shortWalk: 500, longWalk: 20_000, few: 10_000 };

/**
 * Finds the ids of a page so that neither a million users nor a filter makes it slow. Planners choose between walking in
 * order until the page is full (right where many match) and sorting all matches (right where few do) by guesses that are
 * far off for search terms and for filters that belong together; so here the choice is made by looking:
 *
 * 1. Walk a little. A page of a list without a filter, or of a filter that many match, is full by then; or it can be told
 *    how far to walk to fill it.
 * 2. Ask the index of a condition for those who match it. If they are few, sort them.
 * 3. Walk on. Every condition alone is matched by many.
 * 4. Hardly anybody matches them together: the database finds all of those and sorts them.
 */
export class UserFinder {
  constructor(
    private readonly dialect: SearchDialect,
    private readonly effort: Effort = EFFORT,
  ) {}

  async find(em: EntityManager, wanted: Wanted): Promise<string[]> {
    if (wanted.scopes.length === 0) return [];
    const { shortWalk, longWalk, few } = this.effort;
    const short = await walk(em, wanted, shortWalk);
    if (short.finished) return short.ids;
    const enough = enoughFor(wanted.limit, short.ids.length, this.effort);
    const fitting = enough === null ? short : await walk(em, wanted, enough);
    if (fitting.finished) return fitting.ids;
    const driven = drivenOf(wanted);
    const narrow = driven.length > 1 ? await narrowest(em, driven, few) : driven[0];
    const gathered = narrow && (await this.gatherFew(em, wanted, narrow));
    if (gathered) return gathered;
    const long = await walk(em, wanted, longWalk);
    return long.finished ? long.ids : gatherAll(em, wanted);
  }

  /**
   * Sorts those of the few whom the index of one condition names; null where it names more than a few. One statement finds
   * and sorts them, and reads them by their ids: PostgreSQL takes any such list for a short one, where it would rather
   * read the whole table than join it with ten thousand.
   */
  private async gatherFew(em: EntityManager, wanted: Wanted, narrow: Driven): Promise<string[] | null> {
    const { few } = this.effort;
    const driver = toFew(narrow);
    const named = this.dialect === 'postgresql' ? '= any(array(select id from named))' : 'in (select id from named)';
    // What the index has told is not asked again.
    const checks = wanted.scopes.map((scope) =>
      inScope(
        scope,
        scope.conditions.filter((condition) => condition !== narrow).map(({ check }) => check),
      ),
    );
    const { text, values } = allOf([joined(checks, ' or '), ...bounds(wanted)]);
    const rows = await run<{ id: string | null; named: number | string }>(em, {
      text: `with named as materialized (select id from (${driver.text}) driver limit ${few + 1}),
        matches as materialized (select u.id, ${keyColumns(wanted)} from users u
          where u.id ${named} and (select count(*) from named) <= ${few} and ${text})
        select page.id, counted.named from (select count(*) as named from named) counted
        left join (select * from matches order by ${keyOrder(wanted)} limit ${wanted.limit}) page on true
        order by ${keyOrder(wanted)}`,
      values: [...driver.values, ...values],
    });
    return Number(rows[0]?.named) > few ? null : rows.flatMap(({ id }) => id ?? []);
  }

  async count(em: EntityManager, scopes: readonly Scope[]): Promise<number> {
    if (scopes.length === 0) return 0;
    const { text, values } = matching(scopes);
    const [row] = await run<{ count: number | string }>(
      em,
      sql(`select count(*) as count from users u where ${text}`, ...values),
    );
    return Number(row?.count);
  }
}

/** How long a walk should fill the page if users go on to match as often as in the short one; null where that is too few to tell. */
function enoughFor(limit: number, matches: number, { shortWalk, longWalk }: Effort): number | null {
  return matches < 3 ? null : Math.min(longWalk, Math.ceil((2 * shortWalk * limit) / matches));
}

/** Looks at the next `limit` users of the list; `finished` where that fills the page or there are no more. */
async function walk(em: EntityManager, wanted: Wanted, limit: number): Promise<{ ids: string[]; finished: boolean }> {
  const inOrder = orderBy(wanted);
  const scans = wanted.scopes.map((scope, index) => {
    const range = scope.conditions.filter((condition) => isRange(condition, wanted)).map(({ check }) => check);
    const checks = allOf(scope.conditions.filter((condition) => !isRange(condition, wanted)).map(({ check }) => check));
    const where = allOf([inScope(scope), ...range, ...bounds(wanted)]);
    // Nothing to check: every user that is looked at belongs to the page.
    const most = checks.text === 'true' ? Math.min(limit, wanted.limit) : limit;
    const { text, values } = sql(
      `select u.id, ${keyColumns(wanted)}, (${checks.text}) as hit from users u where ${where.text} order by ${inOrder} limit ${most}`,
      ...checks.values,
      ...where.values,
    );
    return { text: `select * from (${text}) scan${index}`, values };
  });
  const columnOrder = keyOrder(wanted);
  const all = joined(scans, ' union all ');
  const rows = await run<{ id: string | null; seen: number | string }>(em, {
    text: `with scanned as materialized (select * from (${all.text}) scans order by ${columnOrder} limit ${limit})
      select hits.id, seen.seen from (select count(*) as seen from scanned) seen
      left join (select * from scanned where hit order by ${columnOrder} limit ${wanted.limit}) hits on true
      order by ${columnOrder}`,
    values: all.values,
  });
  const ids = rows.flatMap(({ id }) => id ?? []);
  return { ids, finished: ids.length === wanted.limit || Number(rows[0]?.seen) < limit };
}

/** A condition with an index of all who match. */
type Driven = Condition & { readonly driver: Sql };

/** What one scope alone is asked for does not find the users of the other. */
function drivenOf({ scopes }: Wanted): readonly Driven[] {
  const shared = scopes[0]?.conditions.filter((condition) =>
    scopes.every(({ conditions }) => conditions.includes(condition)),
  );
  return (shared ?? []).filter((condition): condition is Driven => condition.driver !== undefined);
}

function toFew({ driver, driverToFew }: Driven): Sql {
  return driverToFew ?? driver;
}

/** The one whose index names the fewest users, if those are few enough to sort. */
async function narrowest(em: EntityManager, driven: readonly Driven[], few: number): Promise<Driven | null> {
  const counts = driven.map(toFew).map(({ text, values }, index) => ({
    text: `(select count(*) from (select id from (${text}) driver limit ${few + 1}) few) as c${index}`,
    values,
  }));
  const { text, values } = joined(counts, ', ');
  const [row] = await run<Record<string, number | string>>(em, { text: `select ${text}`, values });
  const found = driven.map((condition, index) => ({ condition, count: Number(row?.[`c${index}`]) }));
  const [best] = found.sort((one, other) => one.count - other.count);
  return best && best.count <= few ? best.condition : null;
}

/** Finds all who match, and sorts them. */
async function gatherAll(em: EntityManager, wanted: Wanted): Promise<string[]> {
  const { text, values } = allOf([matching(wanted.scopes), ...bounds(wanted)]);
  const rows = await run<{ id: string }>(em, {
    text: `with matches as materialized (select u.id, ${keyColumns(wanted)} from users u where ${text})
      select id from matches order by ${keyOrder(wanted)} limit ${wanted.limit}`,
    values,
  });
  return rows.map(({ id }) => id);
}

/** Users of any of the scopes; indexes are asked for each condition that has one. */
function matching(scopes: readonly Scope[]): Sql {
  const each = scopes.map((scope) =>
    inScope(
      scope,
      scope.conditions.map(({ check, driver }) =>
        driver ? { text: `u.id in (${driver.text})`, values: driver.values } : check,
      ),
    ),
  );
  return joined(each, ' or ');
}

export function inScope({ deleted }: Scope, checks: readonly Sql[] = []): Sql {
  const { text, values } = allOf([sql(deleted ? 'u.deleted_at is not null' : 'u.deleted_at is null'), ...checks]);
  return { text: `(${text})`, values };
}

/** Where the order is by creation, an index in that order holds those who match, which needs no look at each user. */
function isRange({ onCreation }: Condition, { order }: Wanted): boolean {
  return onCreation === true && order.field === UserOrderField.CREATED_AT;
}

export function bounds(wanted: Wanted): readonly Sql[] {
  const columns = `(${[...keys(wanted), 'u.id'].join(', ')})`;
  return wanted.bounds.flatMap(({ after, before, inclusive }) => {
    const place = after ?? before;
    if (!place) return [];
    const later = (after !== undefined) !== wanted.order.descending;
    const operator = `${later ? '>' : '<'}${inclusive ? '=' : ''}`;
    return sql(`${columns} ${operator} (${place.map(() => '?').join(', ')})`, ...place);
  });
}

function keys({ order }: Wanted): readonly string[] {
  return sortKeys[order.field];
}

function direction({ order, fromEnd }: Wanted): string {
  return order.descending === fromEnd ? ' asc' : ' desc';
}

/** What the order compares, as columns of a query around the one on users, and the order by them. */
function keyColumns(wanted: Wanted): string {
  return keys(wanted)
    .map((key, place) => `${key} as k${place}`)
    .join(', ');
}

function keyOrder(wanted: Wanted): string {
  return [...keys(wanted).map((_, place) => `k${place}`), 'id'].map((name) => name + direction(wanted)).join(', ');
}

export function orderBy(wanted: Wanted): string {
  return [...keys(wanted), 'u.id'].map((key) => key + direction(wanted)).join(', ');
}

async function run<Row>(em: EntityManager, { text, values }: Sql): Promise<Row[]> {
  return em.execute<Row[]>(text, [...values]);
}
