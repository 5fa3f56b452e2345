import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { givenTo } from '../access/asker.js';
import type { RefreshCookie } from '../graphql/context.js';
import { Payload } from '../graphql/payload.js';
import { toUserType, UserType } from '../users/user.types.js';
import type { Session } from './session.entity.js';
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
    description:
      'Opaque; good for one `refresh`, which returns the next. Null where the client asked for a cookie instead.',
  })
  refreshToken!: string | null;

  @Field(() => Date, { description: 'When the session ends unless it is refreshed before.' })
  refreshExpiresAt!: Date;
}

@ObjectType('AuthPayload', {
  description: 'The signed-in user and their tokens; both null where `errors` is not empty.',
})
export class AuthPayload extends Payload {
  @Field(() => UserType, { nullable: true, description: 'Who is signed in now.' })
  user!: UserType | null;

  @Field(() => AuthTokensType, { nullable: true, description: 'What keeps the client signed in.' })
  tokens!: AuthTokensType | null;
}

@ObjectType('Session', { description: 'One sign-in on one device, from login to log-out.' })
export class SessionType {
  @Field(() => ID, { description: 'The `sid` of its access tokens.' })
  id!: string;

  @Field(() => Boolean, { description: 'True for the session that asks.' })
  current!: boolean;

  @Field(() => String, { nullable: true, description: 'What the client called itself, or what its User-Agent tells.' })
  deviceName!: string | null;

  @Field(() => String, { nullable: true, description: 'The address that it was last refreshed from.' })
  ip!: string | null;

  @Field(() => Date, { description: 'When it began.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last refreshed.' })
  lastUsedAt!: Date;

  @Field(() => Date, { description: 'When it ends unless it is refreshed before.' })
  expiresAt!: Date;
}

export function toSessionType(session: Session, currentId: string | null): SessionType {
  const { id, deviceName, ip, createdAt, lastUsedAt, expiresAt } = session;
  return {
    id,
    current: id === currentId,
    deviceName: deviceName ?? null,
    ip: ip ?? null,
    createdAt,
    lastUsedAt,
    expiresAt,
  };
}

@InputType('RevokeSessionInput', { description: 'The session to end.' })
export class RevokeSessionInput {
  @Field(() => ID, { description: 'One of the own; another counts as unknown.' })
  sessionId!: string;
}

@ObjectType('RevokeSessionsPayload', { description: 'The end of sessions.' })
export class RevokeSessionsPayload extends Payload {
  @Field(() => Int, { description: 'How many ended.' })
  revokedCount!: number;
}

@InputType('RefreshInput', { description: 'The refresh token to trade.' })
export class RefreshInput {
  @Field(() => String, { nullable: true, description: 'Left out where the refresh token is in the cookie.' })
  refreshToken?: string | null;
}

@InputType('LogoutInput', { description: 'The session to end.' })
export class LogoutInput {
  @Field(() => String, {
    nullable: true,
    description: 'Left out where the bearer token or the cookie tells the session.',
  })
  refreshToken?: string | null;
}

@ObjectType('LogoutPayload', { description: 'The end of a session.' })
export class LogoutPayload extends Payload {
  @Field(() => Boolean, { description: 'True also where there was nothing to end.' })
  success!: boolean;
}

/** Hands the tokens out as the client asked: a refresh token in the cookie is not in the body as well. */
export function toAuthTokens(
  tokens: IssuedTokens,
  delivery: RefreshTokenDelivery,
  cookie: RefreshCookie,
): AuthTokensType {
  const byCookie = delivery === RefreshTokenDelivery.COOKIE;
  if (byCookie) cookie.write(tokens.refreshToken, tokens.refreshExpiresAt);
  return { ...tokens, tokenType: 'Bearer', refreshToken: byCookie ? null : tokens.refreshToken };
}

/** The user is given to the session that has just begun: the request's bearer token, where it has one, is another's. */
export function toAuth(
  { user, rights, roles, sessionId, tokens }: SignedIn,
  delivery: RefreshTokenDelivery,
  cookie: RefreshCookie,
): Omit<AuthPayload, 'errors'> {
  const own = givenTo({ userId: user.id, sessionId }, Object.assign(toUserType(user), { read: { rights, roles } }));
  return { user: own, tokens: toAuthTokens(tokens, delivery, cookie) };
}
