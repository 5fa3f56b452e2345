import { Arg, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { toConnection } from '../graphql/connection.js';
import { toUserType, UserType } from '../users/user.types.js';
import { cursorOf } from './user-cursor.js';
import type { UserList } from './user-list.service.js';
import { newestFirst, toUserOrder, UserConnection, UserFilterInput, UserOrderInput } from './user-list.types.js';

@Resolver(() => UserConnection)
export class UserListResolver {
  constructor(private readonly list: UserList) {}

  @Allow({ permission: 'users:read' })
  @Query(() => UserConnection, {
    description: `Users in a stable order, read forwards (\`first\`, \`after\`) or backwards (\`last\`, \`before\`); with both cursors, those between.
Permission users:read. BAD_USER_INPUT for \`first\` with \`last\`, for a size outside of 1 to 100, and for a cursor that a list in another order returned.`,
  })
  async adminUsers(
    @Arg('filter', () => UserFilterInput, {
      nullable: true,
      description: 'All who are not deleted where it is left out.',
    })
    filter: UserFilterInput | null,
    @Arg('orderBy', () => UserOrderInput, {
      nullable: true,
      defaultValue: newestFirst,
      description: 'Newest first by default.',
    })
    orderBy: UserOrderInput | null,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'How many from the start, 1 to 100; 20 where neither is given.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
    @Arg('last', () => Int, { nullable: true, description: 'How many from the end, 1 to 100.' })
    last: number | null,
    @Arg('before', () => String, { nullable: true, description: 'The `startCursor` of the page after.' })
    before: string | null,
  ): Promise<UserConnection> {
    const order = toUserOrder(orderBy ?? newestFirst);
    const page = await this.list.page(filter ?? {}, order, { first, after, last, before });
    const connection = toConnection(page, toUserType, (user) => cursorOf(user, order));
    return Object.assign(connection, { filter: filter ?? {} });
  }

  @FieldResolver(() => Int, {
    description:
      'How many users the filter matches, on all pages. Only counted where it is asked for: that reads all of them.',
  })
  totalCount(@Root() { filter }: UserConnection): Promise<number> {
    return this.list.count(filter);
  }

  @Allow({ permission: 'users:read' })
  @Query(() => UserType, {
    nullable: true,
    description: 'One user, deleted ones included; null where there is none. Permission users:read.',
  })
  async adminUser(@Arg('id', () => ID, { description: 'Of the user.' }) id: string): Promise<UserType | null> {
    const user = await this.list.find(id);
    return user && toUserType(user);
  }
}
