import type { EntityManager } from '@mikro-orm/sql';
import { idOfCursor, type Page, type PageRequest, pageSize } from '../database/page.js';
import { type Event, EventEntity } from '../events/event.entity.js';

/** A page of one user's events. */
export interface UserEventsRequest {
  readonly userId: string;
  readonly size: number;
  /** Null for the first page. */
  readonly olderThan: string | null;
}

/** @throws Refusal BAD_USER_INPUT for an impossible size and for what is no cursor */
export function userEventsRequest(
  userId: string,
  { first, after }: Pick<PageRequest, 'first' | 'after'>,
): UserEventsRequest {
  const olderThan = after === null || after === undefined ? null : idOfCursor(after);
  return { userId, size: pageSize(first), olderThan };
}

/** What happened, newest first. The ids are in the order of time, so a page begins after an id and never shifts. */
export class History {
  /** A page for each of the requests, in their order; one query, in which each has a list of its own. */
  async ofUsers(em: EntityManager, requests: readonly UserEventsRequest[]): Promise<Page<Event>[]> {
    const rows = await em.execute<{ place: number; id: string }[]>(
      requests
        .map((request, place) => `select ${place} as place, id from (${newestOf(request)}) list${place}`)
        .join(' union all '),
      requests.flatMap(({ userId, olderThan }) => [userId, ...(olderThan === null ? [] : [olderThan])]),
    );
    const found = rows.length === 0 ? [] : await em.find(EventEntity, { id: { $in: rows.map(({ id }) => id) } });
    const byId = new Map(found.map((event) => [event.id, event]));
    const places = Map.groupBy(rows, ({ place }) => place);
    return requests.map(({ size, olderThan }, place) => {
      const ids = (places.get(place) ?? [])
        .map(({ id }) => id)
        .sort()
        .reverse();
      const items = ids.slice(0, size).flatMap((id) => byId.get(id) ?? []);
      return { items, hasNextPage: ids.length > size, hasPreviousPage: olderThan !== null };
    });
  }
}

/** One more than the page holds, to know whether there are more. */
function newestOf({ size, olderThan }: UserEventsRequest): string {
  const older = olderThan === null ? '' : ' and id < ?';
  return `select id from events where user_id = ?${older} order by id desc limit ${size + 1}`;
}
