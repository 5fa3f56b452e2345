import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';
import { UserEntity } from '../users/user.entity.js';

/** One sign-in on one device, from login to log-out. */
export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    /** The `sid` of access tokens. */
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade'),
    deviceName: p.string().length(200).nullable(),
    ip: p.string().length(45).nullable(),
    createdAt: p.datetime(3),
    lastUsedAt: p.datetime(3),
    /** The idle end: moves with each refresh, but never past `endsAt`. */
    expiresAt: p.datetime(3),
    /** The absolute end. */
    endsAt: p.datetime(3),
    /** When it ended before its time: log-out, revocation, reuse of a refresh token. */
    endedAt: p.datetime(3).nullable(),
    /** When its use was last written to the history. */
    accessRecordedAt: p.datetime(3).nullable(),
  },
  indexes: [
    { properties: ['user', 'endedAt'] },
    { properties: ['expiresAt'] },
    // For counting those that are alive without a look at their rows.
    {
      name: 'sessions_alive',
      expression: 'create index "sessions_alive" on "sessions" ("expires_at") where "ended_at" is null',
    },
  ],
});

export type Session = InferEntity<typeof SessionEntity>;

/** One link of a session's chain of refresh tokens. Used ones stay until the session goes, so that reuse is noticed. */
export const RefreshTokenEntity = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    id: p.uuid().primary(),
    session: () => p.manyToOne(SessionEntity).deleteRule('cascade').index(),
    digest: p.string().length(43).unique(),
    createdAt: p.datetime(3),
    rotatedAt: p.datetime(3).nullable(),
    /** The next token, sealed with this one: only who shows this token can be given the next again. */
    sealedSuccessor: p.string().length(200).nullable(),
  },
});

export type RefreshToken = InferEntity<typeof RefreshTokenEntity>;
