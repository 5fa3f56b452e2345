import { AdminUsersDocument, MyRightsDocument } from '../operations/operations.js';
import { plansOf, statementsOf } from '../support/statements.js';
import { type World, world } from '../support/world.js';

/**
 * What an operation may cost, so that no change brings more unnoticed. `begin` and `commit` count, too, and on PostgreSQL
 * the one that counts towards the rate limit of the client.
 */
const limits = {
  postgresql: { me: 1, login: 4, refresh: 2, loginFromNewDevice: 20, register: 10, wrongPassword: 8 },
  sqlite: { me: 1, login: 23, refresh: 12, loginFromNewDevice: 23, register: 10, wrongPassword: 13 },
} as const;

const limit = limits[globalThis.testDatabase];

describe('the statements that an operation takes', () => {
  it('are one for the signed-in user and their roles', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joinsWith('users:read');
    await laptop.asksMe();

    expect(await statementsOf(here, () => laptop.asks(MyRightsDocument, {}))).toHaveLength(limit.me);
  });

  it('are one more, once, after a role has changed', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joinsWith('users:read');
    await laptop.asksMe();
    await (await here.inspect()).run(`update roles set name = 'another' where name = 'alices-role'`);

    const counts: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      counts.push((await statementsOf(here, () => laptop.asks(MyRightsDocument, {}))).length);
    }

    expect(counts).toEqual([limit.me + 1, limit.me, limit.me]);
  });

  it('are few besides the hash for a login from a known device', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await laptop.logsIn();

    expect((await statementsOf(here, () => laptop.logsIn())).length).toBeLessThanOrEqual(limit.login);
  });

  it('are more for the first login from a device', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    const phone = alice.device('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1');

    expect((await statementsOf(here, () => phone.logsIn())).length).toBeLessThanOrEqual(limit.loginFromNewDevice);
  });

  it('are bounded for a wrong password', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();

    expect((await statementsOf(here, () => laptop.triesToLogIn('wrong'))).length).toBeLessThanOrEqual(
      limit.wrongPassword,
    );
  });

  it('are few for a refresh', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await laptop.asksMe();

    expect((await statementsOf(here, () => laptop.refreshes())).length).toBeLessThanOrEqual(limit.refresh);
  });

  it('are bounded for a registration', async () => {
    const here = await world();
    const alice = here.person('Alice');

    expect((await statementsOf(here, () => alice.registers())).length).toBeLessThanOrEqual(limit.register);
  });
});

/** PostgreSQL plans five times with the values before it looks whether a plan without them is as good. */
const FIRST_PLANS = 5;
const onPostgresql = globalThis.testDatabase === 'postgresql' ? it : it.skip;

onPostgresql('prepared statements are planned once, also for those who come alone', async () => {
  const here = await world({ limits: { 'login.client': null, 'refresh.client': null } });
  const admin = await here.person('Ada').joinsWith('users:read');
  await crowd(here);

  const plans = await plansOf(async () => {
    for (let turn = 0; turn < 2 * FIRST_PLANS; turn += 1) {
      await admin.asks(MyRightsDocument, {});
      await admin.asks(AdminUsersDocument, { filter: { search: 'ada@' } });
      await admin.refreshes();
      await admin.logsIn();
    }
  });

  expect([...plans.keys()]).toEqual(
    expect.arrayContaining(['session-lookup', 'users-by-id', 'quick-refresh', 'quick-sign-in', 'claim-guess']),
  );
  for (const [name, count] of plans) expect({ name, anew: count > FIRST_PLANS }).toEqual({ name, anew: false });
});

onPostgresql('a refresh changes nothing of its session that an index has, so the row is updated in place', async () => {
  const { database } = await (await world()).inspect();

  const indexed = await database.reader().execute<{ attname: string }[]>(`select distinct attname from pg_index
    join pg_attribute on attrelid = indrelid and attnum = any(indkey) where indrelid = 'sessions'::regclass order by 1`);

  expect(indexed.map(({ attname }) => attname)).toEqual(['ended_at', 'id', 'user_id']);
});

/** In small tables all plans cost the same. */
async function crowd(here: World): Promise<void> {
  const inspector = await here.inspect();
  await inspector.run(`insert into users (id, email, email_key, is_admin, failed_login_count, created_at, updated_at)
    select gen_random_uuid(), n || '@example.com', n || '@example.com', false, 0, now(), now() from generate_series(1, 20000) n`);
  await inspector.run(`insert into sessions (id, user_id, created_at, last_used_at, expires_at, ends_at, token_digest)
    select gen_random_uuid(), id, now(), now(), now(), now(), id::text from users`);
  await inspector.run(`insert into used_refresh_tokens (session_id, digest, rotated_at, salt)
    select id, id::text, now(), id::text from sessions`);
  await inspector.run('analyze');
}
