import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../access/viewer.js';
import { Batch } from '../database/batch.js';
import type { Database } from '../database/database.js';
import { MaybeViewer } from '../graphql/parameters.js';
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

  @FieldResolver(() => [SessionType], { description: 'Sessions that are alive, most recently used first.' })
  async sessions(
    @Root() user: UserType & { readonly newSessionId?: string },
    @MaybeViewer() viewer: Viewer | null,
    @Ctx() context: object,
  ): Promise<SessionType[]> {
    const living = await this.living.load(context, user.id);
    return living.map((session) => toSessionType(session, user.newSessionId ?? viewer?.sessionId ?? null));
  }
}
