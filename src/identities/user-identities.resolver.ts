import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { Batch } from '../database/batch.js';
import type { Database } from '../database/database.js';
import { UserType } from '../users/user.types.js';
import type { Identities } from './identities.service.js';
import type { Identity } from './identity.entity.js';
import { IdentityType, toIdentityType } from './identity.types.js';

/** What the type User knows of identities. */
@Resolver(() => UserType)
export class UserIdentitiesResolver {
  private readonly held: Batch<string, readonly Identity[]>;

  constructor(database: Database, identities: Identities) {
    this.held = Batch.byKey(
      (ids) => identities.ofUsers(database.reader(), ids),
      () => [],
    );
  }

  @Allow({ permission: 'users:read', orOwn: true })
  @FieldResolver(() => [IdentityType], {
    description:
      "The identity providers that the user can sign in with, the oldest first. One's own; another's with the permission users:read.",
  })
  async identities(@Root() user: UserType, @Ctx() context: object): Promise<IdentityType[]> {
    return (await this.held.load(context, user.id)).map(toIdentityType);
  }
}
