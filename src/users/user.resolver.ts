import { Query, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
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
  async me(@MaybeViewer() viewer: ReadViewer | null): Promise<UserType | null> {
    if (viewer?.read) return withRead(toUserType(viewer.read.user), viewer.read);
    const user = viewer && (await this.users.find(this.database.reader(), viewer.userId));
    return user && toUserType(user);
  }
}

/** What was read along with the user, for fields that would otherwise read it again. */
function withRead(user: UserType, read: object): UserType {
  return Object.assign(user, { read });
}
