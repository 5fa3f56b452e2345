import { Query, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import type { Database } from '../database/database.js';
import { MaybeViewer } from '../graphql/parameters.js';
import { type ReadViewer, toUserType, UserType } from './user.types.js';
import type { Users } from './users.service.js';

@Resolver(() => UserType)
export class UserResolver {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
  ) {}

  @Allow('anyone-known')
  @Query(() => UserType, {
    nullable: true,
    description:
      'The signed-in user. Null for a request without credentials; a bad, expired or revoked bearer token is an UNAUTHENTICATED error.',
  })
  async me(@MaybeViewer() viewer: ReadViewer | null): Promise<(UserType & { viewer: Viewer }) | null> {
    const user = viewer && (viewer.user ?? (await this.users.find(this.database.reader(), viewer.userId)));
    return user && viewer && { ...toUserType(user), viewer };
  }
}
