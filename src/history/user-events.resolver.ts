import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Database } from '../database/database.js';
import { toConnection } from '../graphql/connection.js';
import { UserType } from '../users/user.types.js';
import { EventConnection, toEventType } from './event.types.js';
import type { History } from './history.service.js';

/** What the type User knows of events. */
@Resolver(() => UserType)
export class UserEventsResolver {
  constructor(
    private readonly database: Database,
    private readonly history: History,
  ) {}

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
  ): Promise<EventConnection> {
    return toConnection(await this.history.ofUser(this.database.reader(), user.id, { first, after }), toEventType);
  }
}
