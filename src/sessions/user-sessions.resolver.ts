import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Asker } from '../access/asker.js';
import type { Database } from '../database/database.js';
import { CurrentAsker } from '../graphql/parameters.js';
import { UserType } from '../users/user.types.js';
import { SessionType, toSessionType } from './session.types.js';
import type { Sessions } from './sessions.service.js';

/** What the type User knows of sessions. */
@Resolver(() => UserType)
export class UserSessionsResolver {
  constructor(
    private readonly database: Database,
    private readonly livingSessions: Sessions,
  ) {}

  @Allow({ permission: 'users:read', orOwn: true })
  @FieldResolver(() => [SessionType], {
    description:
      "Sessions that are alive, most recently used first. One's own; another's with the permission users:read.",
  })
  async sessions(@Root() user: UserType, @CurrentAsker() asker: Asker | null): Promise<SessionType[]> {
    const living = await this.livingSessions.living(this.database.reader(), user.id);
    return living.map((session) => toSessionType(session, asker?.sessionId ?? null));
  }
}
