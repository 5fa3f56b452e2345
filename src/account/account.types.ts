import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';
import { ProfileFields } from '../users/profile.types.js';

@InputType('ChangePasswordInput', { description: 'The password as it is and as it shall be.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The password that the user has now.' })
  currentPassword!: string;

  @Field(() => String, { description: 'By the rules of `checkPassword`, and none that was used lately.' })
  newPassword!: string;
}

@InputType('UpdateMeInput', { description: 'A field left out stays as it is; null clears it where that is allowed.' })
export class UpdateMeInput extends ProfileFields {
  @Field(() => String, {
    nullable: true,
    description:
      'Takes effect when the new address is confirmed; needs currentPassword where the user has a password. It can not be cleared.',
  })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Needed for a new address.' })
  currentPassword?: string | null;
}

@InputType('DeleteMeInput', { description: 'The wish to leave.' })
export class DeleteMeInput {
  @Field(() => String, { nullable: true, description: 'Needed where the user has a password.' })
  password?: string | null;
}

@ObjectType('DeleteUserPayload', { description: 'The end of an account.' })
export class DeleteUserPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Who was deleted; null where `errors` is not empty.' })
  deletedUserId!: string | null;
}
