import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import { UserType } from '../users/user.types.js';
import { RoleType, toRoleType } from './role.types.js';
import type { Roles } from './roles.service.js';
import type { UserWithRights } from './users-with-rights.js';

/** A user whose roles were read with them a moment ago, and nothing could change them since: those need not be read again. */
type ReadUser = UserType & { readonly read?: Partial<Pick<UserWithRights, 'roles' | 'rights'>> };

/** What the type User knows of roles. */
@Resolver(() => UserType)
export class UserRolesResolver {
  constructor(
    private readonly database: Database,
    private readonly rights: Roles,
  ) {}

  @FieldResolver(() => [RoleType], { description: 'By name.' })
  async roles(@Root() user: ReadUser): Promise<RoleType[]> {
    return (user.read?.roles ?? (await this.rights.of(this.database.reader(), user.id))).map(toRoleType);
  }

  @FieldResolver(() => [String], {
    description: "All that the user's roles allow, sorted; every known permission for an admin.",
  })
  async permissions(@Root() user: ReadUser): Promise<readonly string[]> {
    if (user.read?.rights) return user.read.rights.permissions;
    return (await this.rights.rightsOf(this.database.reader(), user)).permissions;
  }
}
