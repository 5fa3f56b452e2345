import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../access/viewer.js';
import type { Database } from '../database/database.js';
import { UserType } from '../users/user.types.js';
import type { Role } from './role.entity.js';
import { RoleType, toRoleType } from './role.types.js';
import type { Roles } from './roles.service.js';

/** A user's own `me` brings what was read when the request was authenticated; it is a query, so that still holds. */
type SignedInUser = UserType & { readonly viewer?: Viewer & { readonly roles?: readonly Role[] } };

/** What the type User knows of roles. */
@Resolver(() => UserType)
export class UserRolesResolver {
  constructor(
    private readonly database: Database,
    private readonly rights: Roles,
  ) {}

  @FieldResolver(() => [RoleType], { description: 'By name.' })
  async roles(@Root() user: SignedInUser): Promise<RoleType[]> {
    return (user.viewer?.roles ?? (await this.rights.of(this.database.reader(), user.id))).map(toRoleType);
  }

  @FieldResolver(() => [String], {
    description: "All that the user's roles allow, sorted; every known permission for an admin.",
  })
  async permissions(@Root() user: SignedInUser): Promise<readonly string[]> {
    if (user.viewer) return [...user.viewer.permissions];
    return (await this.rights.rightsOf(this.database.reader(), user)).permissions;
  }
}
