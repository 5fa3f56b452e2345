import { bringBack, takeAway } from '../support/empty-database.js';
import { asks, gets } from '../support/raw-request.js';
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
