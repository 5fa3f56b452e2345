import { RawAnswer, asks, gets } from '../support/raw-request.js';
import { world } from '../support/world.js';

const ALLOWED = 'https://app.example.com';
const FOREIGN = [
  'https://evil.example',
  'http://app.example.com',
  'https://app.example.com.evil.example',
  'https://xapp.example.com',
  'https://app.example.com:8443',
  'http://localhost:3000',
  'null',
];
const QUERY = '{ authOptions { passwordMinLength } }';

describe('a page of another origin', () => {
  it('may read answers with credentials where its origin is listed', async () => {
    const { headers } = await asks((await world()).url, QUERY, {}, { origin: ALLOWED });

    expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('vary')?.toLowerCase()).toContain('origin');
    expect(headers.get('access-control-expose-headers')).toBe('X-Request-Id, Retry-After');
  });

  it('may read its errors, too', async () => {
    const { url } = await world();

    for (const query of ['{ me {', '']) {
      const { headers } = await asks(url, query, {}, { origin: ALLOWED });
      expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
    }
    const tooLarge = await asks(url, 'x'.repeat(200_000), {}, { origin: ALLOWED });
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.headers.get('access-control-allow-origin')).toBe(ALLOWED);
  });

  it('gets no permission where its origin is not listed, to the letter', async () => {
    const { url } = await world();

    for (const origin of FOREIGN) expectNoPermission(await asks(url, QUERY, {}, { origin }));
  });

  it('is told beforehand what it may send', async () => {
    const answer = await preflight((await world()).url, ALLOWED);

    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type, authorization');
    expect(answer.headers.get('access-control-max-age')).toBe('86400');
    expect(answer.headers.get('x-request-id')).toMatch(/-/);
  });

  it('is told nothing beforehand where its origin is not listed', async () => {
    const { url } = await world();

    for (const origin of FOREIGN) expectNoPermission(await preflight(url, origin));
  });

  it('may read the public keys, which are nobody’s secret', async () => {
    const { headers } = await gets(`${(await world()).url}/.well-known/jwks.json`, { origin: 'https://evil.example' });

    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

function expectNoPermission({ headers }: RawAnswer): void {
  const permissions = [...headers.keys()].filter((name) => name.startsWith('access-control-allow'));
  expect(permissions).toEqual([]);
}

async function preflight(url: string, origin: string): Promise<RawAnswer> {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type, authorization',
  };
  return RawAnswer.of(await fetch(`${url}/graphql`, { method: 'OPTIONS', headers }));
}
