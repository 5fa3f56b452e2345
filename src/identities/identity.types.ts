import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';
import { RefreshTokenDelivery } from '../sessions/session.types.js';
import type { Identity } from './identity.entity.js';

@ObjectType('Identity', { description: 'Who a user is at an identity provider.' })
export class IdentityType {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field(() => String, { description: 'The id of the provider in `authOptions.providers`, for example google.' })
  provider!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The address there, as the provider last told it; null where it tells none.',
  })
  email!: string | null;

  @Field(() => Date, { description: 'When it became a way to sign in to this account.' })
  createdAt!: Date;
}

export function toIdentityType({ id, provider, email, createdAt }: Identity): IdentityType {
  return { id, provider, email: email ?? null, createdAt };
}

@ObjectType('AuthProvider', { description: 'A provider that people can sign in with by redirect.' })
export class AuthProviderType {
  @Field(() => String, { description: 'For example google.' })
  id!: string;

  @Field(() => String, { description: 'What people call it, for a button.' })
  name!: string;

  @Field(() => String, {
    description:
      'Send the browser there, with `?returnTo=/path` if the frontend wants to know where to go on. It comes back to FRONTEND_CALLBACK_URL.',
  })
  startUrl!: string;
}

@InputType('ExchangeSignInCodeInput', { description: 'The end of a redirect sign-in.' })
export class ExchangeSignInCodeInput {
  @Field(() => String, { description: 'The `code` of the callback URL; good once and for 60 seconds.' })
  code!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Only where the start was asked with `?codeChallenge=`: the secret whose SHA-256 in base64url that was. It takes the place of the cookie.',
  })
  codeVerifier?: string | null;

  @Field(() => RefreshTokenDelivery, {
    defaultValue: RefreshTokenDelivery.BODY,
    nullable: true,
    description: 'How to hand out the refresh token.',
  })
  refreshTokenDelivery!: RefreshTokenDelivery | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the client calls itself in the list of sessions, cut at 100 characters.',
  })
  deviceName?: string | null;
}

@InputType('LoginWithGoogleInput', { description: 'An ID token that a client got from Google by itself.' })
export class LoginWithGoogleInput {
  @Field(() => String, { description: 'The `credential` of One Tap, or the `idToken` of a mobile SDK.' })
  idToken!: string;

  @Field(() => String, { nullable: true, description: 'What the client gave Google as nonce; needed if it gave one.' })
  nonce?: string | null;

  @Field(() => RefreshTokenDelivery, {
    defaultValue: RefreshTokenDelivery.BODY,
    nullable: true,
    description: 'How to hand out the refresh token.',
  })
  refreshTokenDelivery!: RefreshTokenDelivery | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the client calls itself in the list of sessions, cut at 100 characters.',
  })
  deviceName?: string | null;
}

@InputType('UnlinkIdentityInput', { description: 'The identity to give up.' })
export class UnlinkIdentityInput {
  @Field(() => ID, { description: 'One of the own; another counts as unknown.' })
  identityId!: string;
}

@InputType('BeginIdentityLinkInput', { description: 'The wish to sign in with a provider, too.' })
export class BeginIdentityLinkInput {
  @Field(() => String, { description: 'One of `authOptions.providers`, for example google.' })
  provider!: string;

  @Field(() => String, { nullable: true, description: 'A path of the frontend, handed back on the callback URL.' })
  returnTo?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Needed where the session began more than 15 minutes ago.',
  })
  currentPassword?: string | null;
}

@ObjectType('BeginIdentityLinkPayload', { description: 'Where to send the browser.' })
export class BeginIdentityLinkPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'Good once, in this browser, until `expiresAt`; null where `errors` is not empty.',
  })
  startUrl!: string | null;

  @Field(() => Date, { nullable: true, description: '60 seconds from now.' })
  expiresAt!: Date | null;
}
