import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/** What a token is good for; one of another purpose is refused. */
export type Purpose = 'verify_email' | 'change_email' | 'reset_password';

/** A secret that was mailed to somebody: a link, and where it has one a six-digit code. Only digests are kept. */
export const OneTimeTokenEntity = defineEntity({
  name: 'OneTimeToken',
  tableName: 'one_time_tokens',
  properties: {
    id: p.uuid().primary(),
    purpose: p.string().length(30).$type<Purpose>(),
    /** The user, or the pending registration, that it is for. */
    subjectId: p.uuid(),
    /** The canonical address that it was mailed to. */
    emailKey: p.string().length(254),
    tokenDigest: p.string().length(43).unique(),
    codeDigest: p.string().length(43).nullable(),
    codeExpiresAt: p.datetime(3).nullable(),
    codeTries: p.integer(),
    expiresAt: p.datetime(3),
    createdAt: p.datetime(3),
    /** When it was used, replaced by a newer one or made void. */
    endedAt: p.datetime(3).nullable(),
  },
  indexes: [
    { properties: ['subjectId', 'purpose'] },
    { properties: ['emailKey', 'purpose'] },
    { properties: ['expiresAt'] },
  ],
});

export type OneTimeToken = InferEntity<typeof OneTimeTokenEntity>;
