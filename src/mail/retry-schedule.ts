import { after, days, type Duration, hours, milliseconds, minutes, seconds } from '../kernel/duration.js';

const FIRST_PAUSE = seconds(1);
const EARLY = hours(1);
const LONGEST_EARLY_PAUSE = seconds(60);
const LONGEST_PAUSE = minutes(15);
const LONGEST_ASKED_PAUSE = days(1);
const PATIENCE = days(3);

export interface FailedTry {
  /** Tries so far, this one too. */
  readonly attempts: number;
  readonly createdAt: Date;
  readonly now: Date;
  /** How long the provider asked to be left alone. */
  readonly retryAfter: Duration | null;
  /** From 0 to 1. */
  readonly random: number;
}

/** When to try again: twice as long after each failure, up to a limit; null once three days are over. */
export function nextTry({ attempts, createdAt, now, retryAfter, random }: FailedTry): Date | null {
  if (after(createdAt, PATIENCE) <= now) return null;
  const longest = now < after(createdAt, EARLY) ? LONGEST_EARLY_PAUSE : LONGEST_PAUSE;
  const pause = Math.min(longest, FIRST_PAUSE * 2 ** (attempts - 1));
  // Half of it by chance, so that what failed together doesn't come back together.
  const spread = pause * (0.5 + random / 2);
  const asked = Math.min(retryAfter ?? 0, LONGEST_ASKED_PAUSE);
  return after(now, milliseconds(Math.max(spread, asked)));
}
