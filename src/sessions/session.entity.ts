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
    /** Of the refresh token that is good now. */
    tokenDigest: p.string().length(43),
  },
  // None on what a refresh changes: so PostgreSQL writes the new row beside the old one and leaves the indexes alone (HOT).
  indexes: [{ properties: ['user', 'endedAt'] }],
});

export type Session = InferEntity<typeof SessionEntity>;

/** A refresh token that was traded for the next one. It stays until its session goes, so that reuse is noticed. */
export const UsedRefreshTokenEntity = defineEntity({
  name: 'UsedRefreshToken',
  tableName: 'used_refresh_tokens',
  properties: {
    session: () => p.manyToOne(SessionEntity).primary().deleteRule('cascade').index(false),
    digest: p.string().length(43).primary(),
    rotatedAt: p.datetime(3),
    /** With the token itself it makes the next one: only who shows this token can be given that again. */
    salt: p.string().length(43),
  },
});

export type UsedRefreshToken = InferEntity<typeof UsedRefreshTokenEntity>;
