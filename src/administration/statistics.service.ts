import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { after, before, days, earlier, type Duration, hours } from '../kernel/duration.js';
import { lowestIdAt } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { SessionEntity } from '../sessions/session.entity.js';
import { UserEntity } from '../users/user.entity.js';
import { type DailyCounts, DailyCountsEntity } from './daily-counts.entity.js';

const DAY: Duration = days(1);
const LONGEST: Duration = days(366);
/** Nothing that began before midnight is still being written by then. */
const SETTLED_AFTER: Duration = hours(1);
/** So many days are counted by one statement, which takes a part of a second where a day has a hundred thousand events. */
export const DAYS_AT_ONCE = 7;

/** Whoever did one of these was there on that day. */
const SIGNS_OF_LIFE = ['user_login_success', 'token_refreshed', 'protected_route_accessed'];
const COUNTED = ['user_registered', 'user_login_failure', ...SIGNS_OF_LIFE];

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Counts for a dashboard. Days that are over are counted once and kept, so that a year does not read a year of events. */
export class Statistics {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Users who are not deleted. */
  totalUsers(): Promise<number> {
    return this.database.reader().count(UserEntity, { deletedAt: null });
  }

  async verifiedUsers(): Promise<number> {
    // The others have an index.
    const unverified = await this.database.reader().count(UserEntity, { deletedAt: null, emailVerifiedAt: null });
    return (await this.totalUsers()) - unverified;
  }

  /** Sessions that are alive. */
  activeSessions(): Promise<number> {
    return this.database.reader().count(SessionEntity, { endedAt: null, expiresAt: { $gt: this.clock.now() } });
  }

  /**
   * Each UTC day that the period touches, oldest first; of the first and the last day only what lies within the period.
   *
   * @throws Refusal BAD_USER_INPUT for a period that is empty, or longer than 366 days
   */
  async daily(period: Span): Promise<DailyCounts[]> {
    if (!(period.from < period.to)) throw Refusal.badInput('"from" must be before "to".');
    if (period.to.getTime() - period.from.getTime() > LONGEST) throw Refusal.badInput('A period has 366 days at most.');
    const em = this.database.reader();
    const touched = spansOf(period);
    const known = await this.kept(em, dateOf(period.from), dateOf(period.to));
    const open = touched.filter((span) => !known.has(dateOf(span.from)) || !isWholeDay(span));
    const counted = await this.countAll(em, open);
    return touched.map(({ from }) => counted.get(dateOf(from)) ?? known.get(dateOf(from)) ?? nothingOn(dateOf(from)));
  }

  /**
   * Counts up to `limit` days that are over and keeps them. Any number of instances may do so at once: all count the
   * same, because nothing is added to such a day any more, and one of them keeps it.
   *
   * @returns how many days that were
   */
  async keep(em: EntityManager, limit: number): Promise<number> {
    const missing = await this.uncounted(em, startOfDay(before(this.clock.now(), SETTLED_AFTER)));
    const spans = missing.slice(0, limit);
    const counted = await this.countAll(em, spans);
    const days = spans.map(({ from }) => counted.get(dateOf(from)) ?? nothingOn(dateOf(from)));
    if (days.length > 0) await em.upsertMany(DailyCountsEntity, days, { onConflictAction: 'ignore' });
    return days.length;
  }

  /** The lowest id that must stay where events before an instant may go: none goes before its day was counted. */
  async countedUntil(em: EntityManager, instant: Date): Promise<string> {
    const [first] = await this.uncounted(em, after(startOfDay(instant), DAY));
    return lowestIdAt(first ? earlier(first.from, instant) : instant);
  }

  /** Days that are not kept yet, from the first event on. */
  private async uncounted(em: EntityManager, end: Date): Promise<Span[]> {
    const [row] = await em.execute<{ id: string }[]>('select id from events order by id limit 1');
    const oldest = row && startOfDay(instantOf(row.id));
    if (!oldest || !(oldest < end)) return [];
    const known = await this.kept(em, dateOf(oldest), dateOf(end));
    return spansOf({ from: oldest, to: end }).filter(({ from }) => !known.has(dateOf(from)));
  }

  private async kept(em: EntityManager, from: string, to: string): Promise<ReadonlyMap<string, DailyCounts>> {
    const found = await em.find(DailyCountsEntity, { date: { $gte: from, $lte: to } });
    return new Map(found.map((day) => [day.date, day]));
  }

  private async countAll(em: EntityManager, spans: readonly Span[]): Promise<Map<string, DailyCounts>> {
    const counted = new Map<string, DailyCounts>();
    for (let first = 0; first < spans.length; first += DAYS_AT_ONCE) {
      for (const day of await count(em, spans.slice(first, first + DAYS_AT_ONCE))) counted.set(day.date, day);
    }
    return counted;
  }
}

/** The ids of events are in the order of time, so each day is one piece of the index by name and id. */
async function count(em: EntityManager, spans: readonly Span[]): Promise<DailyCounts[]> {
  const names = (list: readonly string[]) => list.map((name) => `'${name}'`).join(', ');
  const amount = (name: string) => `count(case when name = '${name}' then 1 end)`;
  const each = spans.map(
    () => `select cast(? as varchar(10)) as date, ${amount('user_registered')} as registrations,
      ${amount('user_login_success')} as logins, ${amount('user_login_failure')} as failures,
      count(distinct case when name in (${names(SIGNS_OF_LIFE)}) then user_id end) as users
      from events where id >= ? and id < ? and name in (${names(COUNTED)})`,
  );
  const values = spans.flatMap(({ from, to }) => [dateOf(from), lowestIdAt(from), lowestIdAt(to)]);
  const rows = await em.execute<Record<'date' | 'registrations' | 'logins' | 'failures' | 'users', string>[]>(
    each.join(' union all '),
    values,
  );
  return rows.map(({ date, registrations, logins, failures, users }) => ({
    date,
    registrations: Number(registrations),
    logins: Number(logins),
    failedLogins: Number(failures),
    activeUsers: Number(users),
  }));
}

function nothingOn(date: string): DailyCounts {
  return { date, registrations: 0, logins: 0, failedLogins: 0, activeUsers: 0 };
}

/** The period cut at each midnight. */
function spansOf({ from, to }: Span): Span[] {
  const spans: Span[] = [];
  for (let start = from; start < to;) {
    const midnight = after(startOfDay(start), DAY);
    const end = midnight < to ? midnight : to;
    spans.push({ from: start, to: end });
    start = end;
  }
  return spans;
}

function isWholeDay({ from, to }: Span): boolean {
  return to.getTime() - from.getTime() === DAY;
}

function startOfDay(instant: Date): Date {
  // The remainder is negative before 1970.
  return new Date(Math.floor(instant.getTime() / DAY) * DAY);
}

function dateOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** When a UUIDv7 was made (RFC 9562, section 5.7). */
function instantOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
