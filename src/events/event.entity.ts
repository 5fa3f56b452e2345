import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/** Something that happened. Users are named by id without a foreign key: history outlives what it tells of. */
export const EventEntity = defineEntity({
  name: 'Event',
  tableName: 'events',
  properties: {
    id: p.uuid().primary(),
    name: p.string().length(50),
    userId: p.uuid().nullable(),
    actorId: p.uuid().nullable(),
    ip: p.string().length(45).nullable(),
    userAgent: p.string().length(500).nullable(),
    metadata: p.json<EventMetadata>(),
    createdAt: p.datetime(3),
  },
  indexes: [
    { properties: ['userId', 'id'] },
    { properties: ['name', 'id'] },
    // Most events have no actor, and each index costs the writing of each of them.
    {
      name: 'events_by_actor',
      expression: 'create index "events_by_actor" on "events" ("actor_id", "id") where "actor_id" is not null',
    },
  ],
});

export type Event = InferEntity<typeof EventEntity>;
export type EventMetadata = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
