import type { EntityManager } from '@mikro-orm/sql';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import RateLimiterStore from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Database } from '../database/database.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import type { Clock } from '../kernel/clock.js';
import { after, milliseconds, seconds } from '../kernel/duration.js';
import type { Rate } from './limits.js';
import { RateLimitCountEntity } from './rate-limit-count.entity.js';

export interface Count {
  readonly times: number;
  readonly endsAt: Date;
}

/**
 * A counter of rate-limiter-flexible with the time from our own clock. A heir adds to a count in one step, so that no
 * two at once read the same number: that is what makes a limit exact.
 */
export abstract class Counter extends RateLimiterStore<Count> {
  constructor(
    protected readonly clock: Clock,
    { times, per }: Rate,
  ) {
    super({ points: times, duration: per / seconds(1), keyPrefix: '' });
  }

  protected abstract add(key: string, times: number, fresh: Count): Promise<Count>;

  /**
   * A count that ends after this comes from a clock that stood wrong, and is over: else who is counted would wait until
   * that day. Clocks of instances differ a little, so it takes more than that.
   */
  protected latestEnd(now: Date): Date {
    return after(now, seconds(2 * this.duration));
  }

  protected override _upsert(key: string, times: number, msDuration: number): Promise<Count> {
    return this.add(key, times, { times, endsAt: after(this.clock.now(), milliseconds(msDuration)) });
  }

  protected override _getRateLimiterRes(_key: string, changed: number, { times, endsAt }: Count): RateLimiterRes {
    const left = Math.max(0, endsAt.getTime() - this.clock.now().getTime());
    return new RateLimiterRes(Math.max(0, this.points - times), left, times, times === changed);
  }

  protected override async _get(): Promise<null> {
    return null;
  }

  protected override async _delete(): Promise<boolean> {
    return false;
  }
}

/** Together the counts of all limits take some ten megabytes at most. */
const MOST_CLIENTS = 20_000;

/** For one process. A flood of ever new clients makes it forget the oldest and not grow. */
export class MemoryCounter extends Counter {
  /** All last equally long, so they stand in the order in which they end. */
  private readonly counts = new Map<string, Count>();

  protected override async add(key: string, times: number, fresh: Count): Promise<Count> {
    const now = this.clock.now();
    this.dropOldest(now);
    const known = this.counts.get(key);
    const goesOn = known !== undefined && known.endsAt > now && known.endsAt <= this.latestEnd(now);
    const counted = goesOn ? { times: known.times + times, endsAt: known.endsAt } : fresh;
    if (!goesOn) this.counts.delete(key);
    this.counts.set(key, counted);
    return counted;
  }

  private dropOldest(now: Date): void {
    for (const [key, { endsAt }] of this.counts) {
      if (endsAt > now && this.counts.size < MOST_CLIENTS) return;
      this.counts.delete(key);
    }
  }
}

/** For any number of instances: one statement, committed by itself, so that what fails later takes nothing back. */
export class PostgresCounter extends Counter {
  constructor(
    private readonly database: Database,
    clock: Clock,
    rate: Rate,
  ) {
    super(clock, rate);
  }

  protected override async add(key: string, times: number, { endsAt }: Count): Promise<Count> {
    const now = this.clock.now();
    const [row] = (await this.database.prepared(ADD, [key, times, endsAt, now, this.latestEnd(now)])) ?? [];
    if (!row) throw new Error('an upsert returned no row');
    const [counted, milliseconds] = row.map(Number);
    return { times: counted ?? 0, endsAt: new Date(milliseconds ?? 0) };
  }
}

/** Prepared, because it stands before every login and refresh. */
const ADD: PreparedStatement = {
  name: 'count-towards-limit',
  sql: `insert into rate_limit_counts as known (digest, times, ends_at) values ($1, $2::int, $3::timestamptz)
    on conflict (digest) do update set
      times = case when known.ends_at > $4::timestamptz and known.ends_at <= $5::timestamptz
        then known.times else 0 end + excluded.times,
      ends_at = case when known.ends_at > $4::timestamptz and known.ends_at <= $5::timestamptz
        then known.ends_at else excluded.ends_at end
    returning times, round(extract(epoch from ends_at) * 1000)`,
};

/** Deletes up to `limit` counts whose time is over. One that begins anew meanwhile stays. */
export async function purgeCounts(em: EntityManager, now: Date, limit: number): Promise<number> {
  const over = { endsAt: { $lt: now } };
  const found = await em.find(RateLimitCountEntity, over, { fields: ['digest'], limit });
  return em.nativeDelete(RateLimitCountEntity, { digest: { $in: found.map(({ digest }) => digest) }, ...over });
}
