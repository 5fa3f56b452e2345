import { Statistics } from '../../src/administration/statistics.service.js';
import { before, days, hours, minutes } from '../../src/kernel/duration.js';
import { lowestIdAt } from '../../src/kernel/ids.js';
import { AdminStatsDocument, type AdminStatsQuery } from '../operations/operations.js';
import { type Device, refusal } from '../support/device.js';
import { statementsOf } from '../support/statements.js';
import { world } from '../support/world.js';
import { populate } from './population.js';

const NOTHING = { registrations: 0, logins: 0, failedLogins: 0, activeUsers: 0 };

async function stats(admin: Device, from: string | Date, to: string | Date): Promise<AdminStatsQuery['adminStats']> {
  const text = (instant: string | Date) => (typeof instant === 'string' ? instant : instant.toISOString());
  return (await admin.asks(AdminStatsDocument, { from: text(from), to: text(to) })).adminStats;
}

/** The clock of a world begins at 2026-11-21T08:30Z. */
async function threeDays() {
  const here = await world();
  const alice = here.person('Alice');
  const laptop = await alice.joins();
  await alice.triesToLogIn('wrong');
  await laptop.asksMe();
  here.clock.passes(days(2));
  const admin = await here.person('Ada').joinsAsAdmin();
  const bob = here.person('Bob');
  await bob.joins();
  await bob.signsIn();
  return { here, admin, laptop };
}

describe('adminStats', () => {
  it('names the days of any year right, and refuses one that has no four digits', async () => {
    const admin = await (await world()).person('Ada').joinsAsAdmin();
    const dates = async (from: string, to: string) => (await stats(admin, from, to)).days.map(({ date }) => date);

    expect(await dates('1969-12-30T12:00:00Z', '1970-01-01T12:00:00Z')).toEqual([
      '1969-12-30',
      '1969-12-31',
      '1970-01-01',
    ]);
    expect(await dates('0001-01-01T00:00:00Z', '0001-01-02T00:00:00Z')).toEqual(['0001-01-01']);
    expect(await dates('9999-12-31T00:00:00Z', '9999-12-31T23:59:59.999Z')).toEqual(['9999-12-31']);
    for (const [from, to] of [
      ['0000-12-31T00:00:00Z', '0001-01-01T00:00:00Z'],
      ['9999-12-31T00:00:00Z', '9999-12-31T23:59:59-23:59'],
    ] as const)
      expect(await refusal(dates(from, to))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('counts each UTC day of a period, with zeros where nothing was', async () => {
    const { here, admin } = await threeDays();
    await here.users.recordAccess();

    const counted = await stats(admin, '2026-11-20T00:00:00Z', '2026-11-24T00:00:00Z');

    expect(counted.days).toEqual([
      { date: '2026-11-20', ...NOTHING },
      { date: '2026-11-21', registrations: 1, logins: 1, failedLogins: 1, activeUsers: 1 },
      { date: '2026-11-22', ...NOTHING },
      { date: '2026-11-23', registrations: 2, logins: 3, failedLogins: 0, activeUsers: 3 },
    ]);
    expect((await stats(admin, '2031-01-01T00:00:00Z', '2031-01-03T00:00:00Z')).days).toEqual([
      { date: '2031-01-01', ...NOTHING },
      { date: '2031-01-02', ...NOTHING },
    ]);
  });

  it('counts of a day that the period only touches what lies within it, also once the day is kept', async () => {
    const { here, admin } = await threeDays();
    const beforeNoon = () => stats(admin, '2026-11-21T08:30:00Z', '2026-11-21T12:00:00Z');
    const afterwards = () => stats(admin, '2026-11-21T08:30:00.001Z', '2026-11-22T00:00:00.001Z');

    for (let times = 0; times < 2; times += 1) {
      expect((await beforeNoon()).days).toEqual([
        { date: '2026-11-21', registrations: 1, logins: 1, failedLogins: 1, activeUsers: 1 },
      ]);
      expect((await afterwards()).days.map(({ date, logins }) => [date, logins])).toEqual([
        ['2026-11-21', 0],
        ['2026-11-22', 0],
      ]);
      await here.users.cleanUp();
    }
  });

  it('counts users who are not deleted, the verified ones, and sessions that are alive', async () => {
    const { here, admin, laptop } = await threeDays();
    await populate(here, [{ emailVerifiedAt: null }, { email: 'x@example.com', deletedAt: here.clock.now() }]);
    const totals = async () => {
      const { totalUsers, verifiedUsers, activeSessions } = await stats(
        admin,
        '2026-11-21T00:00:00Z',
        '2026-11-22T00:00:00Z',
      );
      return { totalUsers, verifiedUsers, activeSessions };
    };

    expect(await totals()).toEqual({ totalUsers: 4, verifiedUsers: 3, activeSessions: 4 });
    await laptop.refreshes();
    await laptop.logsOut();
    expect(await totals()).toEqual({ totalUsers: 4, verifiedUsers: 3, activeSessions: 3 });
  });

  it('keeps a day that is over, once only, and never one that is not', async () => {
    const { here, admin } = await threeDays();
    const elsewhere = await here.anotherInstance();
    await here.users.cleanUp();
    await elsewhere.users.cleanUp();
    const inspector = await here.inspect();
    const kept = async () => (await inspector.rows('daily_counts')).map(({ date }) => date);

    expect(await kept()).toEqual(['2026-11-21', '2026-11-22']);
    here.clock.passes(hours(16));
    await here.users.cleanUp();
    expect(await kept()).toHaveLength(2);
    here.clock.passes(minutes(31));
    await here.users.cleanUp();
    expect(await kept()).toHaveLength(3);
    const { days: counted } = await stats(
      await here.person('Ada').signsIn(),
      '2026-11-21T00:00:00Z',
      '2026-11-24T00:00:00Z',
    );
    expect(counted.map(({ registrations }) => registrations)).toEqual([1, 0, 2]);
    expect(admin.tokens).not.toBeNull();
  });

  it('lets no event go before its day was counted', async () => {
    const { here } = await threeDays();
    const { database } = await here.inspect();
    const statistics = new Statistics(database, here.clock);
    const firstDay = lowestIdAt(new Date('2026-11-21T00:00:00Z'));
    here.clock.passes(days(401));

    expect(await statistics.countedUntil(database.reader(), here.clock.now())).toBe(firstDay);
    await here.users.cleanUp();
    const until = before(here.clock.now(), days(1));
    expect(await statistics.countedUntil(database.reader(), until)).toBe(lowestIdAt(until));
  });

  it('keeps the counts of days whose events are cleaned up', async () => {
    const { here } = await threeDays();
    here.clock.passes(days(401));
    const inspector = await here.inspect();

    expect(await here.users.cleanUp()).toMatchObject({ daysCounted: 403, events: expect.any(Number) });

    const names = await inspector.eventNames();
    expect(names).not.toContain('user_login_failure');
    const admin = await here.person('Ada').signsIn();
    expect((await stats(admin, '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z')).days).toEqual([
      { date: '2026-11-21', registrations: 1, logins: 1, failedLogins: 1, activeUsers: 1 },
    ]);
  });

  it('does not read the events of days that are kept', async () => {
    const { here, admin } = await threeDays();
    await here.users.cleanUp();

    const statements = await statementsOf(here, () => stats(admin, '2026-11-21T00:00:00Z', '2026-11-23T00:00:00Z'));

    expect(statements.filter((statement) => statement.includes('from events'))).toEqual([]);
  });

  it('takes 366 days at most, and no period that ends before it begins', async () => {
    const { here, admin } = await threeDays();
    const now = here.clock.now();

    expect((await stats(admin, before(now, days(366)), now)).days).toHaveLength(367);
    for (const [from, to] of [
      [now, now],
      [now, before(now, days(1))],
      [before(now, (days(366) + 1) as ReturnType<typeof days>), now],
    ] as const) {
      expect(await refusal(stats(admin, from, to))).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });

  it('is for who may read users', async () => {
    const here = await world();
    const device = await here.person('Eve').joinsWith('events:read');
    const now = here.clock.now();

    expect(await refusal(stats(device, before(now, days(1)), now))).toMatchObject({
      code: 'FORBIDDEN',
      extensions: { permission: 'users:read' },
    });
  });
});
