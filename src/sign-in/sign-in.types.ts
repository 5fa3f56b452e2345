import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { RefreshTokenDelivery } from '../sessions/session.types.js';

@InputType('LoginInput', { description: 'A sign-in form.' })
export class LoginInput {
  @Field(() => String, { description: 'An e-mail address or a username.' })
  identifier!: string;

  @Field(() => String, { description: 'The password, in any composed or decomposed spelling.' })
  password!: string;

  @Field(() => RefreshTokenDelivery, {
    defaultValue: RefreshTokenDelivery.BODY,
    nullable: true,
    description: 'How to hand out the refresh token.',
  })
  refreshTokenDelivery!: RefreshTokenDelivery | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the client calls itself in the list of sessions, cut at 100 characters; by default what its User-Agent tells.',
  })
  deviceName?: string | null;
}

@ObjectType('AuthOptions', { description: 'What a sign-in page needs to know before anyone has signed in.' })
export class AuthOptions {
  @Field(() => Boolean, { description: 'Whether an address must be confirmed before the first sign-in.' })
  emailVerificationRequired!: boolean;

  @Field(() => Int, { description: 'Code points after NFKC normalisation.' })
  passwordMinLength!: number;

  @Field(() => Int, { description: 'Code points after NFKC normalisation.' })
  passwordMaxLength!: number;
}
