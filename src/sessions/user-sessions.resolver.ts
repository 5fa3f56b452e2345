import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Asker } from '../access/asker.js';
import { Batch } from '../database/batch.js';
import type { Database } from '../database/database.js';
import { CurrentAsker } from '../graphql/parameters.js';
import { UserType } from '../users/user.types.js';
import type { Session } from './session.entity.js';
import { SessionType, toSessionType } from './session.types.js';
import type { Sessions } from './sessions.service.js';

/** What the type User knows of sessions. */
@Resolver(() => UserType)
export class UserSessionsResolver {
  private readonly living: Batch<string, Session[]>;

  constructor(database: Database, sessions: Sessions) {
    this.living = Batch.byKey(
      (ids) => sessions.livingOfMany(database.reader(), ids),
      () => [],
    );
  }

  @Allow({ permission: 'users:read', orOwn: true })
  @FieldResolver(() => [SessionType], {
    description:
      "Sessions that are alive, most recently used first. One's own; another's with the permission users:read.",
  })
  async sessions(
    @Root() user: UserType,
    @CurrentAsker() asker: Asker | null,
    @Ctx() context: object,
  ): Promise<SessionType[]> {
    const living = await this.living.load(context, user.id);
    return living.map((session) => toSessionType(session, asker?.sessionId ?? null));
  }
}
