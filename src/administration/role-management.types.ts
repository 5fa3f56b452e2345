import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';
import { RoleType } from '../roles/role.types.js';

@InputType('CreateRoleInput', { description: 'A new role.' })
export class CreateRoleInput {
  @Field(() => String, { description: '2 to 50 of a-z, 0-9 and "-", beginning with a letter.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, 500 characters at most.' })
  description?: string | null;

  @Field(() => [String], {
    description: '`resource:action`, 100 at most; doubles count once. Only those that you hold yourself.',
  })
  permissions!: string[];
}

@InputType('UpdateRoleInput', { description: 'A field left out stays as it is; null clears it where that is allowed.' })
export class UpdateRoleInput {
  @Field(() => ID, { description: 'Which role.' })
  roleId!: string;

  @Field(() => String, { nullable: true, description: 'As in CreateRoleInput. It can not be cleared.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for, 500 characters at most.' })
  description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The whole set, as in CreateRoleInput; what is added must be your own. It can not be cleared.',
  })
  permissions?: string[] | null;
}

@InputType('DeleteRoleInput', { description: 'One role.' })
export class DeleteRoleInput {
  @Field(() => ID, { description: 'Which role.' })
  roleId!: string;
}

@ObjectType('RolePayload', { description: 'The role as it is now; null where `errors` is not empty.' })
export class RolePayload extends Payload {
  @Field(() => RoleType, { nullable: true, description: 'The role after the change.' })
  role!: RoleType | null;
}

@ObjectType('DeleteRolePayload', { description: 'The end of a role.' })
export class DeleteRolePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Which role is gone; null where `errors` is not empty.' })
  deletedRoleId!: string | null;
}
