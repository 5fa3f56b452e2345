import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('DailyStats', { description: 'What happened on one UTC day; zeros where nothing did.' })
export class DailyStats {
  @Field(() => String, { description: 'The UTC day, YYYY-MM-DD.' })
  date!: string;

  @Field(() => Int, { description: 'Accounts that people began by registering (`user_registered`).' })
  registrations!: number;

  @Field(() => Int, { description: 'Successful sign-ins (`user_login_success`).' })
  logins!: number;

  @Field(() => Int, { description: 'Refused sign-ins (`user_login_failure`).' })
  failedLogins!: number;

  @Field(() => Int, {
    description:
      'Different users who signed in, refreshed their tokens or used a session (`user_login_success`, `token_refreshed`, `protected_route_accessed`).',
  })
  activeUsers!: number;
}

@ObjectType('AdminStats', { description: 'Counts for a dashboard.' })
export class AdminStats {
  @Field(() => [DailyStats], {
    description:
      'Each UTC day that the period touches, oldest first; of the first and the last day only what lies within the period.',
  })
  days!: DailyStats[];
}
