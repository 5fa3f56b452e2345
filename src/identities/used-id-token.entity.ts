import { defineEntity, p } from '@mikro-orm/sql';

/** An ID token that has signed somebody in: shown again later by whoever found it, it does so no more. */
export const UsedIdTokenEntity = defineEntity({
  name: 'UsedIdToken',
  tableName: 'used_id_tokens',
  properties: {
    digest: p.string().length(43).primary(),
    firstUsedAt: p.datetime(3),
    /** When it expires of itself and need not be remembered any more. */
    expiresAt: p.datetime(3).index(),
  },
});
