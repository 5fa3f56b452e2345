import { minutes } from '../../src/kernel/duration.js';
import type { Device } from '../support/device.js';
import { world, type World } from '../support/world.js';

/** Rows with what differs each time told apart from what is the same, so that both databases can be held to one list. */
async function newest(here: World, table: string): Promise<Record<string, string>> {
  const rows = await (await here.inspect()).rows(table);
  const row = rows.toSorted((one, other) => (String(one['id']) < String(other['id']) ? -1 : 1)).at(-1) ?? {};
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, kindOf(column, value, here)]));
}

function kindOf(column: string, value: unknown, here: World): string {
  if (value === null) return 'null';
  if (column.endsWith('_at')) {
    const seconds = Math.round((new Date(value as string | number).getTime() - here.clock.now().getTime()) / 1_000);
    return seconds === 0 ? 'now' : `${seconds} s`;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (column === 'metadata') return Object.keys(JSON.parse(text) as object).join();
  return ['name', 'ip', 'device_name', 'user_agent'].includes(column) ? text : 'set';
}

const WEEK = `${7 * 86_400} s`;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const session = {
  id: 'set',
  user_id: 'set',
  device_name: 'Firefox on Linux',
  ip: '127.0.0.1',
  last_used_at: 'now',
  expires_at: WEEK,
  ended_at: 'null',
  access_recorded_at: 'null',
  token_digest: 'set',
};
const event = { id: 'set', user_id: 'set', actor_id: 'null', ip: '127.0.0.1', user_agent: FIREFOX, created_at: 'now' };

/** PostgreSQL does these in one statement, SQLite in a transaction of MikroORM; both must leave the same behind. */
describe('the rows that are left', () => {
  it('by a login from a known device', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await (await here.inspect()).run('update users set failed_login_count = 3');
    here.clock.passes(minutes(1));
    await alice.device().logsIn();

    expect(await newest(here, 'sessions')).toEqual({ ...session, created_at: 'now', ends_at: `${90 * 86_400} s` });
    expect(await (await here.inspect()).rows('used_refresh_tokens')).toEqual([]);
    expect(await newest(here, 'events')).toEqual({ ...event, name: 'user_login_success', metadata: 'method' });
    expect(await newest(here, 'known_devices')).toMatchObject({ name: 'Firefox on Linux', last_seen_at: 'now' });
    expect(await newest(here, 'users')).toMatchObject({ last_login_at: 'now', updated_at: '-60 s' });
    const [user] = await (await here.inspect()).rows('users');
    expect(user).toMatchObject({ last_login_ip: '127.0.0.1', failed_login_count: 0 });
  });

  it('by a refresh', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    here.clock.passes(minutes(1));
    await laptop.refreshes();

    expect(await newest(here, 'sessions')).toEqual({
      ...session,
      created_at: '-60 s',
      ends_at: `${90 * 86_400 - 60} s`,
    });
    expect(await newest(here, 'used_refresh_tokens')).toEqual({
      session_id: 'set',
      digest: 'set',
      rotated_at: 'now',
      salt: 'set',
    });
    expect(await newest(here, 'events')).toEqual({ ...event, name: 'token_refreshed', metadata: 'sessionId' });
  });

  it('by a refresh near the absolute end: no later than that', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await (await here.inspect()).run('update sessions set ends_at = expires_at');
    here.clock.passes(minutes(1));
    await laptop.refreshes();

    expect(await newest(here, 'sessions')).toMatchObject({ expires_at: `${7 * 86_400 - 60} s` });
  });
});

/** On PostgreSQL they share one statement. */
describe('refreshes of several people at once', () => {
  it('give each their own, and nothing to one who is barred or holds no token', async () => {
    const here = await world();
    const names = ['Alice', 'Bob', 'Carol', 'Dave'];
    const devices: Device[] = [];
    for (const name of names) devices.push(await here.person(name).joins());
    await (await here.inspect()).run(`update users set suspended_at = created_at where email = 'carol@example.com'`);

    const answers = await Promise.all([
      ...devices.map((device) => device.refreshes()),
      here.person('Mallory').device().refreshes('nobody’s'),
    ]);

    expect(answers.map(({ user, errors }) => user?.email ?? errors[0]?.code)).toEqual([
      'alice@example.com',
      'bob@example.com',
      'ACCOUNT_SUSPENDED',
      'dave@example.com',
      'INVALID_TOKEN',
    ]);
    const [alice, bob] = devices;
    expect(await Promise.all([alice?.asksMe(), bob?.asksMe()])).toMatchObject([
      { email: 'alice@example.com' },
      { email: 'bob@example.com' },
    ]);
  });

  it('give each their own, however many come', async () => {
    const here = await world();
    const names = ['Ada', 'Bea', 'Cleo', 'Dora', 'Eve', 'Fay', 'Gwen', 'Hope', 'Iris', 'Joan', 'Kim'];
    const devices: Device[] = [];
    for (const name of names) devices.push(await here.person(name).joins());

    const refreshed = await Promise.all(devices.map((device) => device.refreshes()));
    const loggedIn = await Promise.all(devices.map((device) => device.triesToLogIn()));

    const own = names.map((name) => `${name.toLowerCase()}@example.com`);
    expect(refreshed.map(({ user }) => user?.email)).toEqual(own);
    expect(loggedIn.map(({ user }) => user?.email)).toEqual(own);
    expect((await Promise.all(devices.map((device) => device.asksMe()))).map((me) => me?.email)).toEqual(own);
  });

  it('give all who come with one token the same successor', async () => {
    const laptop = await (await world()).person('Alice').joins();
    const old = laptop.tokens?.refreshToken ?? '';

    const answers = await Promise.all(Array.from({ length: 4 }, () => laptop.refreshes(old)));

    expect(new Set(answers.map(({ tokens }) => tokens?.refreshToken)).size).toBe(1);
    expect((await laptop.refreshes()).errors).toEqual([]);
  });
});

/** On PostgreSQL they share their statements. */
describe('logins of several people at once', () => {
  it('give each a session of their own, and nothing to one who is barred or has another password', async () => {
    const here = await world();
    const names = ['Alice', 'Bob', 'Carol', 'Dave'];
    const devices: Device[] = [];
    for (const name of names) devices.push(await here.person(name).joins());
    const [alice, bob, carol, dave] = devices;
    await (await here.inspect()).run(`update users set suspended_at = created_at where email = 'carol@example.com'`);

    const answers = await Promise.all([
      alice?.triesToLogIn(),
      bob?.triesToLogIn('a wrong password'),
      carol?.triesToLogIn(),
      dave?.triesToLogIn(),
    ]);

    expect(answers.map((answer) => answer?.user?.email ?? answer?.errors[0]?.code)).toEqual([
      'alice@example.com',
      'INVALID_CREDENTIALS',
      'ACCOUNT_SUSPENDED',
      'dave@example.com',
    ]);
    expect(await Promise.all([alice?.asksMe(), dave?.asksMe()])).toMatchObject([
      { email: 'alice@example.com' },
      { email: 'dave@example.com' },
    ]);
  });

  it('of one person give each device a session of its own', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    const answers = await Promise.all(Array.from({ length: 4 }, () => laptop.logsIn()));

    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(4);
    expect(await (await here.inspect()).rows('sessions')).toHaveLength(5);
  });

  it('begin anew with their guesses, each with their own alone', async () => {
    const here = await world();
    const devices: Device[] = [];
    for (const name of ['Alice', 'Bob', 'Carol']) devices.push(await here.person(name).joins());
    for (const device of devices) await device.triesToLogIn('a wrong password');

    await Promise.all(devices.slice(0, 2).map((device) => device.logsIn()));

    const failures = (await (await here.inspect()).rows('password_attempts')).map((row) => Number(row['failures']));
    expect(failures.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 0, 1, 1]);
  });
});
