import { setTimeout as sleep } from 'node:timers/promises';
import { bringBack, takeAway } from '../support/empty-database.js';
import { asks, gets } from '../support/raw-request.js';
import { SilentRoad } from '../support/silent-road.js';
import { freshPostgres } from '../support/test-database.js';
import { world } from '../support/world.js';

const LOGIN =
  'mutation { login(input: { identifier: "alice@example.com", password: "not hers" }) { errors { code } } }';

describe('a server whose database is away', () => {
  it('says so with a code and a time to wait, and nothing of the database', async () => {
    const here = await world({ database: freshPostgres });
    const laptop = await here.person('Alice').joins();
    await takeAway(here.database);

    for (const [document, headers] of [
      [LOGIN, {}],
      ['{ me { email } }', { authorization: `Bearer ${laptop.tokens?.accessToken}` }],
    ] as const) {
      const answer = await asks(here.url, document, {}, headers);
      expect(answer.json.errors).toMatchObject([
        {
          message: 'The service is busy or away. Try again soon.',
          extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 },
        },
      ]);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.text).not.toMatch(/postgres|usergraph_|connect|terminat/i);
    }
  });

  it('is not ready, but alive, and still answers what needs no database', async () => {
    const here = await world({ database: freshPostgres });
    expect((await gets(`${here.url}/readyz`)).status).toBe(200);
    await takeAway(here.database);

    const ready = await gets(`${here.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(ready.json).toEqual({ status: 'unavailable' });
    expect((await gets(`${here.url}/healthz`)).status).toBe(200);
    expect((await asks(here.url, '{ authOptions { passwordMinLength } }')).json.errors).toBeUndefined();
  });

  it('goes on by itself once it is back', async () => {
    const here = await world({ database: freshPostgres });
    await takeAway(here.database);
    expect((await asks(here.url, LOGIN)).code).toBe('SERVICE_UNAVAILABLE');

    await bringBack(here.database);

    expect((await gets(`${here.url}/readyz`)).status).toBe(200);
    expect((await asks(here.url, LOGIN)).json).toEqual({
      data: { login: { errors: [{ code: 'INVALID_CREDENTIALS' }] } },
    });
  });
});

describe('a server whose database no longer answers', () => {
  const RENAME = 'mutation { updateMe(input: { name: "Alice II" }) { errors { code } } }';

  it('waits for three seconds, says that it is away, and goes on by other connections', async () => {
    const { here, road, headers } = await behindRoad();

    road.fallsSilent();
    const startedAt = performance.now();
    const answer = await asks(here.url, '{ me { email } }', {}, headers);
    const waited = performance.now() - startedAt;
    road.clears();

    expect(answer.code).toBe('SERVICE_UNAVAILABLE');
    expect(waited).toBeGreaterThan(2_900);
    expect(waited).toBeLessThan(6_000);
    expect((await asks(here.url, '{ me { email } }', {}, headers)).json.errors).toBeUndefined();
  });

  it('ends the transactions that were under way, too', async () => {
    const { here, road, headers } = await behindRoad();

    const answers = Array.from({ length: 8 }, () => asks(here.url, RENAME, {}, headers));
    await sleep(15);
    road.fallsSilent();
    const codes = new Set((await Promise.all(answers)).map(({ code }) => code));
    road.clears();

    expect([undefined, 'SERVICE_UNAVAILABLE']).toEqual(expect.arrayContaining([...codes]));
    expect((await asks(here.url, RENAME, {}, headers)).json).toEqual({ data: { updateMe: { errors: [] } } });
  });

  it('keeps connections on which nothing is asked', async () => {
    const { here, road, headers } = await behindRoad();
    const made = road.connections;

    await sleep(3_500);

    expect((await asks(here.url, '{ me { email } }', {}, headers)).json.errors).toBeUndefined();
    expect(road.connections).toBe(made);
  });

  async function behindRoad() {
    const road = await SilentRoad.open();
    const here = await world({ database: async () => road });
    const laptop = await here.person('Alice').joins();
    return { here, road, headers: { authorization: `Bearer ${laptop.tokens?.accessToken}` } };
  }
});
