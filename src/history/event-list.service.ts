import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { idOfCursor, type Page, type PageRequest, pageSize } from '../database/page.js';
import { type Event, EventEntity } from '../events/event.entity.js';
import { isGiven } from '../kernel/given.js';
import { isId, lowestIdAt } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';

/** Which events a list holds. What is left out does not narrow it. */
export interface EventFilter {
  readonly names?: readonly string[] | null | undefined;
  readonly userId?: string | null | undefined;
  readonly actorId?: string | null | undefined;
  /** That instant or later. */
  readonly createdAfter?: Date | null | undefined;
  /** Before that instant. */
  readonly createdBefore?: Date | null | undefined;
}

const MOST_NAMES = 100;

/** The events of everybody, newest first. Ids are in the order of time, so a page begins after an id and never shifts. */
export class EventList {
  constructor(private readonly database: Database) {}

  /** @throws Refusal BAD_USER_INPUT for an impossible size, for what is no cursor, and for more than 100 names */
  async page(filter: EventFilter, { first, after }: Pick<PageRequest, 'first' | 'after'>): Promise<Page<Event>> {
    const size = pageSize(first);
    const limits = idsBetween(filter, isGiven(after) ? idOfCursor(after) : null);
    const names = isGiven(filter.names) ? [...new Set(filter.names)] : null;
    if (names !== null && names.length > MOST_NAMES) throw Refusal.badInput(`"names" takes ${MOST_NAMES} at most.`);
    const found = isPossible(filter) ? await this.read(filter, names, limits, size + 1) : [];
    return { items: found.slice(0, size), hasNextPage: found.length > size, hasPreviousPage: isGiven(after) };
  }

  private async read(
    { userId, actorId }: EventFilter,
    names: readonly string[] | null,
    limits: readonly Condition[],
    limit: number,
  ): Promise<Event[]> {
    const people = [
      ...(isGiven(userId) ? [{ text: 'user_id = ?', value: userId }] : []),
      ...(isGiven(actorId) ? [{ text: 'actor_id = ?', value: actorId }] : []),
    ];
    const em = this.database.reader();
    const conditions = [...people, ...limits];
    const lists = (names?.filter((name) => !name.includes('\0')) ?? [null]).map((name) =>
      name === null ? conditions : [{ text: 'name = ?', value: name }, ...conditions],
    );
    const ids = lists.length === 0 ? [] : await newest(em, lists, limit);
    return ids.length === 0 ? [] : em.find(EventEntity, { id: { $in: ids } }, { orderBy: { id: 'desc' } });
  }
}

interface Condition {
  readonly text: string;
  readonly value: string;
}

/**
 * The newest ids of several lists together. Each name is a list of its own, because an index by name and id is in the
 * order of time for one name only; and of each the newest are enough.
 */
async function newest(em: EntityManager, lists: readonly (readonly Condition[])[], limit: number): Promise<string[]> {
  const each = lists.map((conditions, index) => {
    const where = conditions.length === 0 ? 'true' : conditions.map(({ text }) => text).join(' and ');
    return `select * from (select id from events where ${where} order by id desc limit ${limit}) list${index}`;
  });
  const rows = await em.execute<{ id: string }[]>(
    `select id from (${each.join(' union all ')}) lists order by id desc limit ${limit}`,
    lists.flatMap((conditions) => conditions.map(({ value }) => value)),
  );
  return rows.map(({ id }) => id);
}

function idsBetween({ createdAfter, createdBefore }: EventFilter, cursor: string | null): Condition[] {
  return [
    ...(isGiven(createdAfter) ? [{ text: 'id >= ?', value: lowestIdAt(createdAfter) }] : []),
    ...(isGiven(createdBefore) ? [{ text: 'id < ?', value: lowestIdAt(createdBefore) }] : []),
    ...(cursor === null ? [] : [{ text: 'id < ?', value: cursor }]),
  ];
}

/** Nothing happened to or by somebody whose id can't be one; PostgreSQL would raise an error. */
function isPossible({ userId, actorId }: EventFilter): boolean {
  return [userId, actorId].every((id) => !isGiven(id) || isId(id));
}
