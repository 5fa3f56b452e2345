import { Arg, Int, Query, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { toConnection } from '../graphql/connection.js';
import { EventConnection, toEventType } from './event.types.js';
import type { EventList } from './event-list.service.js';
import { EventFilterInput } from './event-list.types.js';

@Resolver(() => EventConnection)
export class EventListResolver {
  constructor(private readonly list: EventList) {}

  @Allow({ permission: 'events:read' })
  @Query(() => EventConnection, {
    description: `Recorded events, newest first. Permission events:read.
BAD_USER_INPUT for a size outside of 1 to 100, for what is no cursor, and for more than 100 names.`,
  })
  async adminEvents(
    @Arg('filter', () => EventFilterInput, { nullable: true, description: 'All events where it is left out.' })
    filter: EventFilterInput | null,
    @Arg('first', () => Int, { nullable: true, description: 'How many, 1 to 100; 20 by default.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<EventConnection> {
    return toConnection(await this.list.page(filter ?? {}, { first, after }), toEventType);
  }
}
