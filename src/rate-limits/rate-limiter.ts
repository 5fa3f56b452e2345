import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import { seconds } from '../kernel/duration.js';
import { Refusal } from '../kernel/refusal.js';
import type { Counter } from './counter.js';
import { type CountedBy, type LimitName, type LimitOverrides, type Rate, rateOf } from './limits.js';

export interface RateLimiterOptions {
  readonly overrides: LimitOverrides;
  readonly counter: (rate: Rate) => Counter;
  /** What a count is kept under. */
  readonly digest: (text: string) => string;
}

/** Wrong passwords are counted after the call, by `PasswordAttempts`. */
export type CountedBefore = Exclude<CountedBy, 'failures'>;

/** Counts against the table of limits: fields of the schema and routes beside it alike. */
export class RateLimiter {
  private readonly counters = new Map<string, Counter>();

  constructor(private readonly options: RateLimiterOptions) {}

  /** The rate in force; null where this limit is not counted by that. */
  rate(limit: LimitName, by: CountedBefore): Rate | null {
    return rateOf(limit, by, this.options.overrides);
  }

  /**
   * Counts one more. Deciding is already the counting, so that of any number at once only so many pass.
   *
   * @param who under the limit's name: nothing else that a caller can vary is a part of the key
   * @returns how many there were before it in this window
   * @throws Refusal RATE_LIMITED for one too many
   */
  async count(limit: LimitName, by: CountedBefore, who: string): Promise<number> {
    const rate = this.rate(limit, by);
    if (rate === null) return 0;
    const name = `${limit}.${by}`;
    try {
      const { consumedPoints } = await this.counterOf(name, rate).consume(this.options.digest(`${name}\n${who}`));
      return consumedPoints - 1;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw Refusal.rateLimited(Math.max(1, Math.ceil(error.msBeforeNext / seconds(1))));
    }
  }

  private counterOf(name: string, rate: Rate): Counter {
    const counter = this.counters.get(name) ?? this.options.counter(rate);
    this.counters.set(name, counter);
    return counter;
  }
}
