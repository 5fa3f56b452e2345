import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RefreshCookie } from '../graphql/context.js';
import { Payload } from '../graphql/payload.js';
import { toUserType, UserType } from '../users/user.types.js';
import type { IssuedTokens, SignedIn } from './sessions.service.js';

export enum RefreshTokenDelivery {
  BODY = 'BODY',
  COOKIE = 'COOKIE',
}

registerEnumType(RefreshTokenDelivery, {
  name: 'RefreshTokenDelivery',
  description: 'How a refresh token is handed out.',
  valuesConfig: {
    BODY: { description: 'In the response body.' },
    COOKIE: { description: "As an HttpOnly cookie that scripts can't read." },
  },
});

@ObjectType('AuthTokens', { description: 'What keeps a client signed in.' })
export class AuthTokensType {
  @Field(() => String, { description: 'A signed JWT (RFC 9068 at+jwt); send it as Authorization: Bearer.' })
  accessToken!: string;

  @Field(() => String, { description: 'Bearer.' })
  tokenType!: string;

  @Field(() => Int, { description: 'Seconds until the access token expires.' })
  expiresIn!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Opaque; good for one `refresh`, which returns the next. Null where the client asked for a cookie instead.',
  })
  refreshToken!: string | null;

  @Field(() => Date, { description: 'When the session ends unless it is refreshed before.' })
  refreshExpiresAt!: Date;
}

@ObjectType('AuthPayload', { description: 'The signed-in user and their tokens; both null where `errors` is not empty.' })
export class AuthPayload extends Payload {
  @Field(() => UserType, { nullable: true, description: 'Who is signed in now.' })
  user!: UserType | null;

  @Field(() => AuthTokensType, { nullable: true, description: 'What keeps the client signed in.' })
  tokens!: AuthTokensType | null;
}

@InputType('RefreshInput', { description: 'The refresh token to trade.' })
export class RefreshInput {
  @Field(() => String, { nullable: true, description: 'Left out where the refresh token is in the cookie.' })
  refreshToken?: string | null;
}

@InputType('LogoutInput', { description: 'The session to end.' })
export class LogoutInput {
  @Field(() => String, { nullable: true, description: 'Left out where the bearer token or the cookie tells the session.' })
  refreshToken?: string | null;
}

@ObjectType('LogoutPayload', { description: 'The end of a session.' })
export class LogoutPayload extends Payload {
  @Field(() => Boolean, { description: 'True also where there was nothing to end.' })
  success!: boolean;
}

/** Hands the tokens out as the client asked: a refresh token in the cookie is not in the body as well. */
export function toAuthTokens(tokens: IssuedTokens, delivery: RefreshTokenDelivery, cookie: RefreshCookie): AuthTokensType {
  const byCookie = delivery === RefreshTokenDelivery.COOKIE;
  if (byCookie) cookie.write(tokens.refreshToken, tokens.refreshExpiresAt);
  return { ...tokens, tokenType: 'Bearer', refreshToken: byCookie ? null : tokens.refreshToken };
}

export function toAuth({ user, tokens }: SignedIn, delivery: RefreshTokenDelivery, cookie: RefreshCookie): Omit<AuthPayload, 'errors'> {
  return { user: toUserType(user), tokens: toAuthTokens(tokens, delivery, cookie) };
}
