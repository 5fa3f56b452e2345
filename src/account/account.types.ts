import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';
import { UserType } from '../users/user.types.js';

@InputType('ChangePasswordInput', { description: 'The password as it is and as it shall be.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The password that the user has now.' })
  currentPassword!: string;

  @Field(() => String, { description: 'By the rules of `checkPassword`, and none that was used lately.' })
  newPassword!: string;
}

@InputType('UpdateMeInput', { description: 'A field left out stays as it is; null clears it where that is allowed.' })
export class UpdateMeInput {
  @Field(() => String, {
    nullable: true,
    description: '3 to 30 of a-z, digits, "_", "." and "-", beginning with a letter or digit.',
  })
  username?: string | null;

  @Field(() => String, { nullable: true, description: '1 to 100 characters, no control characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Any common spelling with the country code; without one it is read as of the country in `locale`. Stored as E.164.',
  })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'BCP 47, for mails, for example en or de-CH.' })
  locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Takes effect when the new address is confirmed; needs currentPassword where the user has a password. It can not be cleared.',
  })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Needed for a new address.' })
  currentPassword?: string | null;
}

@ObjectType('UserPayload', { description: 'The user as they are now; null where `errors` is not empty.' })
export class UserPayload extends Payload {
  @Field(() => UserType, { nullable: true, description: 'The user after the change.' })
  user!: UserType | null;
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
