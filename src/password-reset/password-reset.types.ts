import { Field, InputType, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';

@InputType('RequestPasswordResetInput', { description: 'Where to send the mail.' })
export class RequestPasswordResetInput {
  @Field(() => String, { description: 'The address of the account.' })
  email!: string;
}

@InputType('ResetPasswordInput', { description: 'The token from a mail and the new password.' })
export class ResetPasswordInput {
  @Field(() => String, { description: 'From the link in the mail (30 minutes), or from verifyEmail.' })
  token!: string;

  @Field(() => String, { description: 'By the rules of `checkPassword`, and none that was used lately.' })
  newPassword!: string;
}

@InputType('ResetPasswordByCodeInput', { description: 'The code from a mail and the new password.' })
export class ResetPasswordByCodeInput {
  @Field(() => String, { description: 'The address that the mail went to.' })
  email!: string;

  @Field(() => String, { description: 'The six digits in the mail; good for ten minutes and five tries.' })
  code!: string;

  @Field(() => String, { description: 'By the rules of `checkPassword`, and none that was used lately.' })
  newPassword!: string;
}

@ObjectType('ResetPasswordPayload', { description: 'All sessions of the user have ended.' })
export class ResetPasswordPayload extends Payload {
  @Field(() => Boolean, { description: 'The new password is in force; it does not sign in by itself.' })
  success!: boolean;
}
