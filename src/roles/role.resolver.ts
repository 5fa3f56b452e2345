import { Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { Batch } from '../database/batch.js';
import type { Database } from '../database/database.js';
import { PermissionType, RoleType, toRoleType } from './role.types.js';
import type { Roles } from './roles.service.js';

@Resolver(() => RoleType)
export class RoleResolver {
  private readonly userCounts: Batch<string, number>;

  constructor(
    private readonly database: Database,
    private readonly catalogue: Roles,
  ) {
    this.userCounts = Batch.byKey(
      (roleIds) => catalogue.userCounts(database.reader(), roleIds),
      () => 0,
    );
  }

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
  userCount(@Root() role: RoleType, @Ctx() context: object): Promise<number> {
    return this.userCounts.load(context, role.id);
  }
}
