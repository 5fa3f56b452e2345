import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from '../graphql/connection.types.js';
import { UserOrderField } from '../users/user-order.js';
import { UserStatus } from '../users/user-status.types.js';
import { UserType } from '../users/user.types.js';
import type { UserOrder } from './user-cursor.js';
import type { UserFilter } from './user-filter.js';

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which end of an order comes first.',
  valuesConfig: {
    ASC: { description: 'From the lowest to the highest: A to Z, the oldest first.' },
    DESC: { description: 'The exact reverse: Z to A, the newest first.' },
  },
});

registerEnumType(UserOrderField, {
  name: 'UserOrderField',
  description: 'What users are ordered by. Users who have the same there are ordered by id.',
  valuesConfig: {
    CREATED_AT: { description: 'When the account began.' },
    EMAIL: { description: 'The e-mail address without regard to case, by code point.' },
    NAME: {
      description:
        'The name without regard to the case of a to z, by code point. Who has none comes before all others.',
    },
    LAST_LOGIN_AT: {
      description:
        'The last successful sign-in. Who never signed in comes before all others, by when the account began.',
    },
  },
});

@InputType('UserFilter', { description: 'Which users to list: those that fit everything that is given.' })
export class UserFilterInput implements UserFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Matches e-mail, username and name, case-insensitively, anywhere in them, as plain text; space around it does not count. Fast at any length; nobody matches more than 254 characters.',
  })
  search?: string | null;

  @Field(() => [UserStatus], {
    nullable: true,
    description:
      'Any of these. It alone then decides about deleted users, whatever `includeDeleted` says; an empty list matches nobody.',
  })
  status?: UserStatus[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of a role that they hold; nobody holds an unknown one.',
  })
  role?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they are administrators.' })
  isAdmin?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether their e-mail address is verified.' })
  emailVerified?: boolean | null;

  @Field(() => Date, { nullable: true, description: 'Their account began at this instant or later.' })
  createdAfter?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Their account began before this instant.' })
  createdBefore?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Deleted users are left out unless this is true or status names DELETED.',
  })
  includeDeleted?: boolean | null;
}

@InputType('UserOrder', { description: 'The order of a list of users.' })
export class UserOrderInput {
  @Field(() => UserOrderField, { description: 'What they are ordered by.' })
  field!: UserOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which end comes first.' })
  direction!: OrderDirection;
}

export const newestFirst: UserOrderInput = { field: UserOrderField.CREATED_AT, direction: OrderDirection.DESC };

export function toUserOrder({ field, direction }: UserOrderInput): UserOrder {
  return { field, descending: direction === OrderDirection.DESC };
}

@ObjectType('UserEdge', { description: 'A user and their place in the list.' })
export class UserEdge {
  @Field(() => UserType, { description: 'The user.' })
  node!: UserType;

  @Field(() => String, { description: 'For `after` and `before`, in a list of the same order.' })
  cursor!: string;
}

@ObjectType('UserConnection', { description: 'A page of users.' })
export class UserConnection {
  @Field(() => [UserType], {
    description: 'The users of the page, in the order of the list whichever end it was read from.',
  })
  nodes!: UserType[];

  @Field(() => [UserEdge], { description: 'The same with their cursors.' })
  edges!: UserEdge[];

  @Field(() => PageInfo, { description: 'Whether there is more on either side.' })
  pageInfo!: PageInfo;

  /** Not a field: what `totalCount` counts when it is asked for. */
  filter!: UserFilter;
}
