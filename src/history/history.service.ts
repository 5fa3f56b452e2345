import type { EntityManager } from '@mikro-orm/sql';
import { idOfCursor, type Page, type PageRequest, pageSize } from '../database/page.js';
import { type Event, EventEntity } from '../events/event.entity.js';

/** A page of one user's events. */
export interface UserEventsRequest extends Pick<PageRequest, 'first' | 'after'> {
  readonly userId: string;
}

/** What happened, newest first. The ids are in the order of time, so a page begins after an id and never shifts. */
export class History {
  /**
   * A page of each user's events, in the order of the requests; one query, in which each user has a list of their own.
   *
   * @throws Refusal BAD_USER_INPUT for an impossible size and for what is no cursor
   */
  async ofUsers(em: EntityManager, requests: readonly UserEventsRequest[]): Promise<Page<Event>[]> {
    const lists = requests.map(({ userId, first, after }) => {
      const older = isGiven(after) ? ' and id < ?' : '';
      return {
        text: `select id from events where user_id = ?${older} order by id desc limit ${pageSize(first) + 1}`,
        values: [userId, ...(isGiven(after) ? [idOfCursor(after)] : [])],
      };
    });
    const text = lists.map((list, index) => `select ${index} as place, id from (${list.text}) list${index}`).join(' union all ');
    const rows = await em.execute<{ place: number; id: string }[]>(text, lists.flatMap(({ values }) => values));
    const events = await em.find(EventEntity, { id: { $in: rows.map(({ id }) => id) } }, { orderBy: { id: 'desc' } });
    return requests.map(({ first, after }, index) => {
      const ids = new Set(rows.filter(({ place }) => Number(place) === index).map(({ id }) => id));
      const found = events.filter(({ id }) => ids.has(id));
      const size = pageSize(first);
      return { items: found.slice(0, size), hasNextPage: found.length > size, hasPreviousPage: isGiven(after) };
    });
  }
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
