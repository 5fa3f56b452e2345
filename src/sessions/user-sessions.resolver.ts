import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../access/viewer.js';
import type { Database } from '../database/database.js';
import { MaybeViewer } from '../graphql/parameters.js';
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

  @FieldResolver(() => [SessionType], { description: 'Sessions that are alive, most recently used first.' })
  async sessions(
    @Root() user: UserType & { readonly newSessionId?: string },
    @MaybeViewer() viewer: Viewer | null,
  ): Promise<SessionType[]> {
    const living = await this.livingSessions.living(this.database.reader(), user.id);
    return living.map((session) => toSessionType(session, user.newSessionId ?? viewer?.sessionId ?? null));
  }
}
