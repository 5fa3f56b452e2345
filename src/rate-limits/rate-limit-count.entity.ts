import { defineEntity, p } from '@mikro-orm/sql';

/** How often something was done lately; on PostgreSQL alone, where several instances count together. */
export const RateLimitCountEntity = defineEntity({
  name: 'RateLimitCount',
  tableName: 'rate_limit_counts',
  properties: {
    /** A keyed digest of the limit and of who is counted: addresses are not kept. */
    digest: p.string().length(43).primary(),
    times: p.integer(),
    endsAt: p.datetime(3).index(),
  },
});
