import { gets } from '../support/raw-request.js';
import { world } from '../support/world.js';

describe('the health of the server', () => {
  it('is ready where the database answers and the migrations are in', async () => {
    const { url } = await world();

    for (const [path, status] of [
      ['/healthz', 'ok'],
      ['/readyz', 'ready'],
    ] as const) {
      const answer = await gets(url + path);
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({ status });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is no longer ready once it drains, but alive', async () => {
    const { server, url } = await world();

    server.drain();

    const answer = await gets(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(answer.json).toEqual({ status: 'draining' });
    expect((await gets(`${url}/healthz`)).status).toBe(200);
  });

  it('is not ready while migrations are missing', async () => {
    const here = await world();
    await (await here.inspect()).run('delete from usergraph_migrations');

    const answer = await gets(`${here.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(answer.json).toEqual({ status: 'unavailable' });
  });
});
