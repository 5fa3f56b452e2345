import { minutes, seconds } from '../../src/kernel/duration.js';
import { systemClock } from '../../src/kernel/clock.js';
import { MemoryCounter } from '../../src/rate-limits/counter.js';
import { asks } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

const LOGIN = 'login(input: { identifier: "nobody", password: "x" }) { errors { code } }';
const failures = async (here: World) =>
  (await (await here.inspect()).eventNames()).filter((name) => name === 'user_login_failure').length;

/** How many of twelve sign-ins are looked at. */
async function lookedAt(here: World, request: (nth: number) => { query?: string; headers?: Record<string, string> }) {
  for (let nth = 0; nth < 12; nth += 1) {
    const { query = `mutation { ${LOGIN} }`, headers = {} } = request(nth);
    await asks(here.url, query, {}, headers);
  }
  return failures(here);
}

const byClientAlone = { limits: { 'login.failures': null } };

describe('a caller who wants more tries', () => {
  it('gets none by a hundred aliases in one document', async () => {
    const here = await world(byClientAlone);
    const aliases = Array.from({ length: 100 }, (_, nth) => `a${nth}: ${LOGIN}`).join('\n');
    await asks(here.url, `mutation { ${aliases} }`);
    await asks(here.url, `mutation { ${aliases} }`);

    expect(await failures(here)).toBeLessThanOrEqual(10);
  });

  it('gets none by other names, argument orders and headers', async () => {
    const shapes = [
      `mutation A { ${LOGIN} }`,
      `mutation B { x: ${LOGIN} }`,
      'mutation { login(input: { password: "x", identifier: "nobody", deviceName: "y" }) { errors { code } } }',
      'mutation { ...F } fragment F on Mutation { login(input: { identifier: "NOBODY ", password: "x" }) { errors { code } } }',
    ];
    const agents = (nth: number) => ({
      'user-agent': `Agent ${nth}`,
      authorization: `Bearer ${nth}`,
      cookie: `a=${nth}`,
    });

    expect(
      await lookedAt(await world(byClientAlone), (nth) => ({ query: shapes[nth % 4] ?? '', headers: agents(nth) })),
    ).toBe(10);
  });

  it('gets none by headers that only proxies may send', async () => {
    const forged = (nth: number) => ({
      'x-forwarded-for': `192.0.2.${nth}`,
      forwarded: `for=192.0.2.${nth}`,
      'x-real-ip': `192.0.2.${nth}`,
      'cf-connecting-ip': `192.0.2.${nth}`,
      'true-client-ip': `192.0.2.${nth}`,
    });

    expect(
      await lookedAt(await world({ ...byClientAlone, trustedProxies: 0 }), (nth) => ({ headers: forged(nth) })),
    ).toBe(10);
    // The control: from clients that a trusted proxy tells apart, all twelve are.
    expect(await lookedAt(await world(byClientAlone), (nth) => ({ headers: forged(nth) }))).toBe(12);
  });

  it('gets none by what stands left of what the trusted proxies wrote', async () => {
    const spoofed = (nth: number) => ({ headers: { 'x-forwarded-for': `192.0.2.${nth}, 198.51.100.1` } });
    expect(await lookedAt(await world(byClientAlone), spoofed)).toBe(10);

    const two = (nth: number) => ({ headers: { 'x-forwarded-for': `6.6.6.${nth}, 192.0.2.7, 198.51.100.1` } });
    expect(await lookedAt(await world({ ...byClientAlone, trustedProxies: 2 }), two)).toBe(10);
  });

  it('gets none by the addresses of one IPv6 subscriber', async () => {
    const within = (nth: number) => ({ headers: { 'x-forwarded-for': `2001:db8:0:7:${nth + 1}::${nth}` } });
    expect(await lookedAt(await world(byClientAlone), within)).toBe(10);

    const apart = (nth: number) => ({ headers: { 'x-forwarded-for': `2001:db8:0:${nth + 1}::1` } });
    expect(await lookedAt(await world(byClientAlone), apart)).toBe(12);
  });

  it('gets none on the pages of the server', async () => {
    const here = await world();
    const submit = () =>
      fetch(`${here.url}/verify-email`, { method: 'POST', body: new URLSearchParams({ token: 'x'.repeat(43) }) });
    for (let nth = 0; nth < 30; nth += 1) expect((await submit()).status).toBe(422);

    const refused = await submit();

    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await refused.text()).toContain('Wait 60 seconds');
    const query = 'mutation { verifyEmail(input: { token: "x" }) { errors { code } } }';
    expect((await asks(here.url, query)).code).toBe('RATE_LIMITED');
  });

  it('gets none on the page that ends a sign-in with a provider, and is told to wait there, too', async () => {
    const here = await world();
    const submit = () =>
      fetch(`${here.url}/auth/callback`, { method: 'POST', body: new URLSearchParams({ code: 'x'.repeat(43) }) });
    for (let nth = 0; nth < 10; nth += 1) expect((await submit()).status).toBe(422);

    const refused = await submit();

    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await refused.text()).toContain('Wait 60 seconds');
  });

  it('gets none by work that fails and is rolled back', async () => {
    const here = await world(byClientAlone);
    await (await here.inspect()).run('alter table events rename to elsewhere');
    const codes: unknown[] = [];
    for (let nth = 0; nth < 12; nth += 1) codes.push((await asks(here.url, `mutation { ${LOGIN} }`)).code);

    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'INTERNAL_SERVER_ERROR'));
    expect(codes.slice(10)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  });
});

it('a flood of clients makes the counts in memory forget the oldest, and not grow', async () => {
  const counter = new MemoryCounter(systemClock, { times: 2, per: minutes(1) });
  await counter.consume('first');
  for (let nth = 0; nth < 60_000; nth += 1) await counter.consume(`client ${nth}`);

  expect((await counter.consume('client 59999')).consumedPoints).toBe(2);
  expect((await counter.consume('first')).consumedPoints).toBe(1);
});

it('counts that are over are cleared away', async () => {
  const here = await world();
  await here.person('Alice').registers();
  here.clock.passes(seconds(61));
  const left = await here.users.cleanUp();

  expect(left).toMatchObject({ rateLimitCounts: globalThis.testDatabase === 'sqlite' ? 0 : 1 });
});

describe('a proxy that nobody has named', () => {
  const warnings = ({ log }: World) => log.lines.filter(({ message }) => message.includes('TRUST_PROXY'));

  it('is warned of, once', async () => {
    const here = await world({ trustedProxies: 0 });
    await asks(here.url, '{ me { id } }');
    expect(warnings(here)).toEqual([]);
    for (let nth = 0; nth < 3; nth += 1) await asks(here.url, '{ me { id } }', {}, { 'x-forwarded-for': '192.0.2.1' });
    expect(warnings(here)).toMatchObject([{ level: 'warn' }]);

    const named = await world({ trustedProxies: 1 });
    await asks(named.url, '{ me { id } }', {}, { 'x-forwarded-for': '192.0.2.1' });
    expect(warnings(named)).toEqual([]);
  });
});
