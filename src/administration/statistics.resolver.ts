import { Arg, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Statistics } from './statistics.service.js';
import { AdminStats } from './statistics.types.js';

@Resolver(() => AdminStats)
export class StatisticsResolver {
  constructor(private readonly statistics: Statistics) {}

  @Allow({ permission: 'users:read' })
  @Query(() => AdminStats, {
    description: `Counts for a dashboard over a period, in UTC days. Permission users:read.
BAD_USER_INPUT where \`from\` is not before \`to\`, and for more than 366 days. Days that are over keep their counts when their events are cleaned up.`,
  })
  async adminStats(
    @Arg('from', () => Date, { description: 'The first instant of the period.' }) from: Date,
    @Arg('to', () => Date, { description: 'The first instant after the period.' }) to: Date,
  ): Promise<AdminStats> {
    return { days: await this.statistics.daily({ from, to }) };
  }

  // Each reads many rows, so none is counted unless it is asked for.

  @FieldResolver(() => Int, { description: 'Users who are not deleted, now.' })
  totalUsers(): Promise<number> {
    return this.statistics.totalUsers();
  }

  @FieldResolver(() => Int, { description: 'Those of them whose e-mail address is verified.' })
  verifiedUsers(): Promise<number> {
    return this.statistics.verifiedUsers();
  }

  @FieldResolver(() => Int, { description: 'Sessions that are alive now.' })
  activeSessions(): Promise<number> {
    return this.statistics.activeSessions();
  }
}
