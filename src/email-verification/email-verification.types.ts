import { Field, InputType, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';

@InputType('VerifyEmailInput', { description: 'The token from a mail.' })
export class VerifyEmailInput {
  @Field(() => String, {
    description: 'From the link in the mail; serves a new registration and a change of address alike.',
  })
  token!: string;
}

@InputType('VerifyEmailByCodeInput', { description: 'The code from a mail, and where it went.' })
export class VerifyEmailByCodeInput {
  @Field(() => String, { description: 'The address that the mail went to.' })
  email!: string;

  @Field(() => String, { description: 'The six digits in the mail; good for ten minutes and five tries.' })
  code!: string;
}

@ObjectType('VerifyEmailPayload', { description: 'The address that was confirmed.' })
export class VerifyEmailPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'The address that is now verified.' })
  email!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Set where a password must still be chosen, because several had registered with this address: hand it to resetPassword within 30 minutes.',
  })
  passwordResetToken!: string | null;
}

@InputType('ResendVerificationEmailInput', { description: 'Where to send the mail.' })
export class ResendVerificationEmailInput {
  @Field(() => String, { description: 'The address that was registered.' })
  email!: string;
}
