import type { EntityManager } from '@mikro-orm/sql';
import type { Clock } from '../kernel/clock.js';
import { after, before, hours, milliseconds, minutes, secondsUntil } from '../kernel/duration.js';
import type { SecretKey } from '../kernel/secrets.js';
import { MailCooldownEntity, type MailCooldownRow } from './mail-cooldown.entity.js';

const PAUSE = minutes(1);
const HOUR = hours(1);
const MAILS_AN_HOUR = 5;

type Count = Pick<MailCooldownRow, 'mails' | 'hourEndsAt' | 'nextAt'>;

export interface Cooldown {
  readonly granted: boolean;
  /** In how many seconds another can be asked for. */
  readonly retryAfter: number;
}

export interface MailCooldownOptions {
  readonly clock: Clock;
  readonly secretKey: SecretKey;
  /** Off for load tests alone. */
  readonly enabled: boolean;
}

/** One mail of a kind per address a minute, five an hour; known and unknown addresses are counted alike. */
export class MailCooldown {
  constructor(private readonly options: MailCooldownOptions) {}

  /** @param addressKey the canonical address, so that no way of writing it gets a count of its own */
  async claim(em: EntityManager, topic: string, addressKey: string): Promise<Cooldown> {
    const now = this.options.clock.now();
    if (!this.options.enabled) return { granted: true, retryAfter: secondsUntil(after(now, PAUSE), now) };

    const digest = this.options.secretKey.mac('mail-cooldown', `${topic}\n${addressKey}`);
    const first = firstOfAnHour(now);
    if (await insertedFirst(em, digest, first)) return { granted: true, retryAfter: secondsUntil(first.nextAt, now) };
    return claimNext(em, digest, now);
  }

  /** Forgets up to `limit` counts that no longer hold anybody back. */
  async purge(em: EntityManager, limit: number): Promise<number> {
    // A pause can outlast its hour by a minute.
    const over = { hourEndsAt: { $lt: before(this.options.clock.now(), PAUSE) } };
    const found = await em.find(MailCooldownEntity, over, { fields: ['digest'], limit });
    return em.nativeDelete(MailCooldownEntity, { digest: { $in: found.map(({ digest }) => digest) } });
  }
}

async function insertedFirst(em: EntityManager, digest: string, count: Count): Promise<boolean> {
  const insert = em.createQueryBuilder(MailCooldownEntity).insert({ digest, ...count });
  return (await insert.onConflict('digest').ignore().execute<{ affectedRows: number }>('run')).affectedRows === 1;
}

async function claimNext(em: EntityManager, digest: string, now: Date): Promise<Cooldown> {
  const seen = await find(em, digest);
  // No pause is that long: it was written by a clock that stood wrong.
  const isWrong = seen.nextAt > after(now, milliseconds(2 * HOUR));
  if (seen.nextAt > now && !isWrong) return { granted: false, retryAfter: secondsUntil(seen.nextAt, now) };

  const next = isWrong ? firstOfAnHour(now) : nextCount(seen, now);
  const unchanged = { digest, mails: seen.mails, hourEndsAt: seen.hourEndsAt, nextAt: seen.nextAt };
  if ((await em.nativeUpdate(MailCooldownEntity, unchanged, next)) === 1) {
    return { granted: true, retryAfter: secondsUntil(next.nextAt, now) };
  }
  return { granted: false, retryAfter: secondsUntil((await find(em, digest)).nextAt, now) };
}

function find(em: EntityManager, digest: string): Promise<MailCooldownRow> {
  return em.findOneOrFail(MailCooldownEntity, { digest }, { disableIdentityMap: true });
}

function firstOfAnHour(now: Date): Count {
  return { mails: 1, hourEndsAt: after(now, HOUR), nextAt: after(now, PAUSE) };
}

function nextCount(seen: Count, now: Date): Count {
  if (seen.hourEndsAt <= now) return firstOfAnHour(now);
  const mails = seen.mails + 1;
  const pauseEndsAt = after(now, PAUSE);
  const waitsForTheHour = mails >= MAILS_AN_HOUR && seen.hourEndsAt > pauseEndsAt;
  return { mails, hourEndsAt: seen.hourEndsAt, nextAt: waitsForTheHour ? seen.hourEndsAt : pauseEndsAt };
}
