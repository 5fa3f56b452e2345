import type { EntityManager } from '@mikro-orm/sql';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { EventEntity, type EventMetadata } from './event.entity.js';
import type { EventKind } from './event-kind.js';

export interface RecordedEvent {
  readonly kind: EventKind;
  /** The user it is about; null where that is nobody known. */
  readonly userId: string | null;
  /** Who did it, where that is another. */
  readonly actorId?: string | null | undefined;
  readonly client: ClientInfo;
  /** Never a secret. */
  readonly metadata?: EventMetadata;
}

export class EventLog {
  /** How often each event was written by this instance, tries that were rolled back included; for metrics. */
  readonly counts = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The one way an event is written: in the transaction of what it tells, so that neither is there without the other. */
  async recordEvent(em: EntityManager, event: RecordedEvent): Promise<void> {
    await em.insert(EventEntity, this.row(event));
  }

  /** The same for many at once, in one statement. */
  async recordEvents(em: EntityManager, events: readonly RecordedEvent[]): Promise<void> {
    if (events.length > 0)
      await em.insertMany(
        EventEntity,
        events.map((event) => this.row(event)),
      );
  }

  private row({ kind, userId, actorId, client, metadata }: RecordedEvent) {
    this.counts.set(kind.name, (this.counts.get(kind.name) ?? 0) + 1);
    return {
      id: this.ids.next(),
      name: kind.name,
      userId,
      actorId: actorId ?? null,
      ip: client.ip,
      userAgent: client.userAgent,
      metadata: metadata ?? {},
      createdAt: this.clock.now(),
    };
  }
}
