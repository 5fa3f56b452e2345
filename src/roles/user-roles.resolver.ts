import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import { UserType } from '../users/user.types.js';
import { RoleType, toRoleType } from './role.types.js';
import type { Roles } from './roles.service.js';

/** What the type User knows of roles. */
@Resolver(() => UserType)
export class UserRolesResolver {
  constructor(
    private readonly database: Database,
    private readonly rights: Roles,
  ) {}

  @FieldResolver(() => [RoleType], { description: 'By name.' })
  async roles(@Root() user: UserType): Promise<RoleType[]> {
    return (await this.rights.of(this.database.reader(), user.id)).map(toRoleType);
  }

  @FieldResolver(() => [String], {
    description: "All that the user's roles allow, sorted; every known permission for an admin.",
  })
  async permissions(@Root() user: UserType): Promise<readonly string[]> {
    return (await this.rights.rightsOf(this.database.reader(), user)).permissions;
  }
}
