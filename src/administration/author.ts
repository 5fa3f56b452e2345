import type { EventMetadata } from '../events/event.entity.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Actor } from './authority.js';

/** Who administers, as the history tells of it. */
export interface Author {
  /** Null for whoever runs the server, who needs no account. */
  readonly actorId: string | null;
  readonly client: ClientInfo;
  /** Stands in each of their events. */
  readonly metadata: EventMetadata;
}

/** Whoever runs the server, at its shell; that has no address and no browser. */
export const operator: Author = { actorId: null, client: { ip: null, userAgent: null }, metadata: { by: 'operator' } };

export function authorOf({ userId }: Actor, client: ClientInfo): Author {
  return { actorId: userId, client, metadata: {} };
}
