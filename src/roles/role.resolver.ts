import { Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import type { RoleUserCounts } from './role-user-counts.js';
import { PermissionType, RoleType, toRoleType } from './role.types.js';
import type { Roles } from './roles.service.js';

@Resolver(() => RoleType)
export class RoleResolver {
  constructor(
    private readonly database: Database,
    private readonly catalogue: Roles,
    private readonly counts: RoleUserCounts,
  ) {}

  @Allow({ permission: 'roles:read' })
  @Query(() => [RoleType], { description: 'Roles by name. Permission roles:read.' })
  async roles(): Promise<RoleType[]> {
    return (await this.catalogue.all(this.database.reader())).map(toRoleType);
  }

  @Allow({ permission: 'roles:read' })
  @Query(() => [PermissionType], {
    description: 'Every permission known here, built-in ones first. Permission roles:read.',
  })
  async permissions(): Promise<PermissionType[]> {
    return this.catalogue.permissions(this.database.reader());
  }

  @FieldResolver(() => Int, { description: 'How many users hold it; deleted ones are not counted.' })
  userCount(@Root() role: RoleType, @Ctx() context: RequestContext): Promise<number> {
    return this.counts.of(context, role.id);
  }
}
