import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/** What happened on a UTC day that is over, counted once: counting it again would read all of its events. */
export const DailyCountsEntity = defineEntity({
  name: 'DailyCounts',
  tableName: 'daily_counts',
  properties: {
    /** YYYY-MM-DD. */
    date: p.string().length(10).primary(),
    registrations: p.integer(),
    logins: p.integer(),
    failedLogins: p.integer(),
    activeUsers: p.integer(),
  },
});

export type DailyCounts = InferEntity<typeof DailyCountsEntity>;
