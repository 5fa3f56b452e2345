import { Field, InputType, ObjectType } from 'type-graphql';
import { AvatarUploadType } from '../avatars/avatar.types.js';
import { Payload } from '../graphql/payload.js';
import { AuthTokensType, RefreshTokenDelivery } from '../sessions/session.types.js';
import { ProfileFields } from '../users/profile.types.js';
import { UserType } from '../users/user.types.js';

@InputType('RegisterInput', { description: 'A sign-up form.' })
export class RegisterInput extends ProfileFields {
  @Field(() => String, {
    description: 'Where the confirmation goes; 254 octets at most. Shown as typed, compared without case.',
  })
  email!: string;

  @Field(() => String, {
    description: 'Between `authOptions.passwordMinLength` and `passwordMaxLength` code points; any characters.',
  })
  password!: string;

  @Field(() => RefreshTokenDelivery, {
    defaultValue: RefreshTokenDelivery.BODY,
    nullable: true,
    description: 'How to hand out the refresh token where registering signs in.',
  })
  refreshTokenDelivery!: RefreshTokenDelivery | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the client calls itself in the list of sessions; cut at 100 characters.',
  })
  deviceName?: string | null;
}

@ObjectType('RegisterPayload', {
  description: `Where e-mail verification is required (the default): user and tokens are null and the answer is the same
whether the address was free or taken; the mailbox learns which. Where it is optional: both are set.`,
})
export class RegisterPayload extends Payload {
  @Field(() => UserType, {
    nullable: true,
    description: 'The new user; null where the address must be confirmed first.',
  })
  user!: UserType | null;

  @Field(() => AuthTokensType, {
    nullable: true,
    description: 'The new session; null where the address must be confirmed first.',
  })
  tokens!: AuthTokensType | null;

  @Field(() => Boolean, { description: 'A mail is on its way to the address.' })
  verificationEmailSent!: boolean;

  @Field(() => AvatarUploadType, {
    nullable: true,
    description: `A ticket to send a first picture to; null where avatars are off. It works before the address is confirmed, for as long as the link in the mail; the picture shows once the account exists. For a taken address it answers alike and keeps nothing.`,
  })
  avatarUpload!: AvatarUploadType | null;
}
