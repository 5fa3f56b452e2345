import { Field, ID, ObjectType } from 'type-graphql';
import type { Role } from './role.entity.js';

@ObjectType('Role', { description: 'A named set of permissions.' })
export class RoleType {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field(() => String, { description: 'For example support; as it stands in the `roles` claim of access tokens.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description!: string | null;

  @Field(() => [String], { description: '`resource:action`, sorted.' })
  permissions!: string[];

  @Field(() => Boolean, { description: 'Made by this server; it cannot be changed or deleted.' })
  builtIn!: boolean;
}

@ObjectType('Permission', { description: 'Something that a role may allow.' })
export class PermissionType {
  @Field(() => String, {
    description: "For example users:read; an application's own are welcome, in the same form.",
  })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it allows; null for those of applications.' })
  description!: string | null;

  @Field(() => Boolean, { description: 'Asked for by this server itself.' })
  builtIn!: boolean;
}

export function toRoleType({ id, name, description, permissions, builtIn }: Role): RoleType {
  return { id, name, description: description ?? null, permissions: [...permissions].sort(), builtIn };
}
