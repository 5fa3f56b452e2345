import { asks, gets, sends } from '../support/raw-request.js';
import { world } from '../support/world.js';

describe('every answer', () => {
  it('keeps browsers from guessing types, framing, running anything and telling where they were', async () => {
    const { url } = await world();
    const answers = [
      await asks(url, '{ authOptions { passwordMinLength } }'),
      await asks(url, '{ me {'),
      await sends(url, 'not json'),
      await gets(`${url}/nothing`),
      await gets(`${url}/healthz`),
      await gets(`${url}/readyz`),
      await gets(`${url}/.well-known/jwks.json`),
    ];

    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toMatch(/DENY|SAMEORIGIN/);
    }
  });

  it('does not say what it was made with', async () => {
    const { url } = await world();

    for (const { headers } of [await asks(url, '{ me { id } }'), await gets(`${url}/nothing`)]) {
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });

  it('of the API is kept by no cache', async () => {
    const { url } = await world();
    const answers = [
      await asks(url, '{ me { id } }'),
      await asks(url, '{ me {'),
      await sends(url, 'not json'),
      await gets(`${url}/graphql?query={me{id}}`, { 'apollo-require-preflight': 'true' }),
    ];

    for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store');
  });
});
