import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { Batch } from '../database/batch.js';
import type { Database } from '../database/database.js';
import type { Page } from '../database/page.js';
import type { Event } from '../events/event.entity.js';
import { toConnection } from '../graphql/connection.js';
import { UserType } from '../users/user.types.js';
import { EventConnection, toEventType } from './event.types.js';
import { type History, type UserEventsRequest, userEventsRequest } from './history.service.js';

/** What the type User knows of events. */
@Resolver(() => UserType)
export class UserEventsResolver {
  private readonly pages: Batch<UserEventsRequest, Page<Event>>;

  constructor(database: Database, history: History) {
    this.pages = Batch.inOrder((requests) => history.ofUsers(database.reader(), requests));
  }

  @Allow({ permission: 'events:read', orOwn: true })
  @FieldResolver(() => EventConnection, {
    description: "The user's own account history, newest first. Another's with the permission events:read.",
  })
  async events(
    @Root() user: UserType,
    @Arg('first', () => Int, { nullable: true, description: 'How many, 1 to 100; 20 by default.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
    @Ctx() context: object,
  ): Promise<EventConnection> {
    return toConnection(await this.pages.load(context, userEventsRequest(user.id, { first, after })), toEventType);
  }
}
