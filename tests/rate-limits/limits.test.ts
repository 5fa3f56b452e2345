import { minutes, seconds } from '../../src/kernel/duration.js';
import { LoginDocument, RegisterDocument, VerifyEmailByCodeDocument } from '../operations/operations.js';
import { refusal } from '../support/device.js';
import { asks } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

const LOGIN =
  'mutation ($identifier: String!) { login(input: { identifier: $identifier, password: "x" }) { errors { code } } }';

/** How many of so many sign-ins to accounts of nobody are looked at. */
async function loginsFrom(here: World, headers: (nth: number) => Record<string, string>, times = 12): Promise<number> {
  let passed = 0;
  for (let nth = 0; nth < times; nth += 1) {
    const { code } = await asks(here.url, LOGIN, { identifier: `nobody${nth}` }, headers(nth));
    if (code !== 'RATE_LIMITED') passed += 1;
  }
  return passed;
}

describe('a limit by client', () => {
  it('lets ten sign-ins a minute through, and tells when to come again', async () => {
    const here = await world();
    expect(await loginsFrom(here, () => ({}), 10)).toBe(10);
    here.clock.passes(seconds(20));

    const answer = await asks(here.url, LOGIN, { identifier: 'nobody' });

    expect(answer.json).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 40 } }] });
    expect(answer.headers.get('retry-after')).toBe('40');
    here.clock.passes(seconds(40));
    expect(await loginsFrom(here, () => ({}))).toBe(10);
  });

  it('counts each field by itself, and clients apart', async () => {
    const here = await world();
    await loginsFrom(here, () => ({}));

    expect((await here.person('Alice').registers()).errors).toEqual([]);
    expect(await loginsFrom(here, () => ({ 'x-forwarded-for': '192.0.2.7' }))).toBe(10);
  });

  it('lets five people a minute register from one place', async () => {
    const here = await world();
    const device = here.person('Alice').device();
    const registers = (nth: number) =>
      device.asks(RegisterDocument, { input: { email: `user${nth}@example.com`, password: 'seven quiet lamps' } });
    for (let nth = 0; nth < 5; nth += 1) expect((await registers(nth)).register.errors).toEqual([]);

    expect(await refusal(registers(6))).toMatchObject({ code: 'RATE_LIMITED', extensions: { retryAfter: 60 } });
    expect(await here.mailsTo('user6@example.com')).toEqual([]);
  });

  it('can be changed and lifted by its name', async () => {
    const changed = await world({ limits: { 'login.client': { times: 2, per: minutes(5) } } });
    expect(await loginsFrom(changed, () => ({}))).toBe(2);
    changed.clock.passes(minutes(4));
    expect(await loginsFrom(changed, () => ({}))).toBe(0);

    expect(await loginsFrom(await world({ limits: { 'login.client': null } }), () => ({}))).toBe(12);
    expect(await loginsFrom(await world({ rateLimits: false }), () => ({}))).toBe(12);
  });
});

describe('a limit by address', () => {
  it('holds for codes from any number of clients, however the address is written', async () => {
    const here = await world();
    await here.person('Alice').registers();
    const spellings = ['alice@example.com', 'ALICE@example.com', ' Alice@Example.COM ', 'alice@EXAMPLE.com'];
    const guess = (nth: number) => {
      const variables = { email: spellings[nth % 4] ?? '', code: '000000' };
      return here.person(`Client${nth}`).device().asks(VerifyEmailByCodeDocument, variables);
    };
    for (let nth = 0; nth < 10; nth += 1) await guess(nth);

    expect(await refusal(guess(10))).toMatchObject({ code: 'RATE_LIMITED' });
    expect((await here.person('Bob').verifiesByCode('000000')).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
  });
});

describe('a limit by account', () => {
  it("counts the user's calls from everywhere, and nobody else's", async () => {
    const here = await world({ limits: { 'account.account': { times: 3, per: minutes(1) } } });
    const alice = here.person('Alice');
    const [laptop, phone] = [await alice.joins(), await alice.signsIn('Phone')];
    const bob = await here.person('Bob').joins();
    await laptop.updatesMe({ name: 'A' });
    await phone.updatesMe({ name: 'B' });
    await laptop.updatesMe({ name: 'C' });

    expect(await refusal(phone.updatesMe({ name: 'D' }))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await laptop.asksMe()).toMatchObject({ name: 'C' });
    expect((await bob.updatesMe({ name: 'Bob' })).errors).toEqual([]);
  });
});

it('what is counted stands nowhere in clear', async () => {
  const here = await world();
  await here.person('Alice').registers();
  await here.person('Alice').verifiesByCode('000000');
  await here
    .person('Alice')
    .device()
    .asks(LoginDocument, { input: { identifier: 'alice@example.com', password: 'x' } });

  const inspector = await here.inspect();
  const rows = [...(await inspector.rows('rate_limit_counts')), ...(await inspector.rows('password_attempts'))];

  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/alice|127\.0\.0|login|codes/i);
});
