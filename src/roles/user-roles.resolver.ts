import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Batch } from '../database/batch.js';
import type { Database } from '../database/database.js';
import { UserType } from '../users/user.types.js';
import type { Role } from './role.entity.js';
import { RoleType, toRoleType } from './role.types.js';
import type { Rights, Roles } from './roles.service.js';
import type { UserWithRights } from './users-with-rights.js';

/** A user whose roles were read with them a moment ago, and nothing could change them since: those need not be read again. */
type ReadUser = UserType & { readonly read?: Partial<Pick<UserWithRights, 'roles' | 'rights'>> };

/** What the type User knows of roles. */
@Resolver(() => UserType)
export class UserRolesResolver {
  private readonly held: Batch<string, Role[]>;
  private readonly rights: Batch<UserType, Rights>;

  constructor(database: Database, roles: Roles) {
    this.held = Batch.byKey(
      (ids) => roles.ofMany(database.reader(), ids),
      () => [],
    );
    this.rights = Batch.inOrder((users) => roles.rightsOfMany(database.reader(), users));
  }

  @FieldResolver(() => [RoleType], { description: 'By name.' })
  async roles(@Root() user: ReadUser, @Ctx() context: object): Promise<RoleType[]> {
    return (user.read?.roles ?? (await this.held.load(context, user.id))).map(toRoleType);
  }

  @FieldResolver(() => [String], {
    description: "All that the user's roles allow, sorted; every known permission for an admin.",
  })
  async permissions(@Root() user: ReadUser, @Ctx() context: object): Promise<readonly string[]> {
    return (user.read?.rights ?? (await this.rights.load(context, user))).permissions;
  }
}
