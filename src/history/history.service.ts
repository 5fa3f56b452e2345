import type { EntityManager } from '@mikro-orm/sql';
import { type Event, EventEntity } from '../events/event.entity.js';
import { idOfCursor, type Page, pageSize } from '../database/page.js';

export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** What happened, newest first. The ids are in the order of time, so a page begins after an id and never shifts. */
export class History {
  async ofUser(em: EntityManager, userId: string, { first, after }: PageRequest): Promise<Page<Event>> {
    const size = pageSize(first);
    const older = after === null || after === undefined ? {} : { id: { $lt: idOfCursor(after) } };
    const found = await em.find(EventEntity, { userId, ...older }, { orderBy: { id: 'desc' }, limit: size + 1 });
    return { items: found.slice(0, size), hasNextPage: found.length > size, hasPreviousPage: Boolean(after) };
  }
}
