import { worldWithGoogle } from '../identities/google.js';
import { gets, RawAnswer } from '../support/raw-request.js';
import { exchange } from '../support/socket.js';
import { type World, world } from '../support/world.js';

const ALLOWED = 'https://app.example.com';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const END = 'Connection: close\r\n\r\n';

/** Each path that the server has, with something in the place of each parameter, and what may be asked of it. */
function pathsOf({ server }: World): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { method, url } of server.routes) {
    const path = url.replace(/:\w+/g, 'something').replace('*', 'something');
    paths.set(path, [...(paths.get(path) ?? []), method].sort());
  }
  return paths;
}

describe('every route', () => {
  it('takes the methods that it declares and no other, and repeats nothing of what was sent', async () => {
    const here = await worldWithGoogle();
    const paths = pathsOf(here);
    expect(paths.size).toBeGreaterThan(10);

    for (const [path, taken] of paths) {
      for (const method of METHODS.filter((each) => !taken.includes(each))) {
        const sent = `${method} ${path} HTTP/1.1\r\nHost: x\r\nX-Secret: canary\r\nContent-Length: 0\r\n${END}`;
        const answer = await exchange(here.url, sent);
        expect([method, path, answer.split('\r\n', 1)[0]]).toEqual([method, path, 'HTTP/1.1 405 Method Not Allowed']);
        expect(answer).toContain(`\r\nallow: ${taken.join(', ')}\r\n`);
        for (const header of ['x-content-type-options: nosniff', 'cache-control: no-store', 'x-request-id: ']) {
          expect(answer).toContain(header);
        }
        expect(answer).not.toContain('canary');
      }
    }
  }, 60_000);

  it('answers HEAD as it answers GET, without the body', async () => {
    const here = await worldWithGoogle();

    for (const [path, taken] of pathsOf(here)) {
      // A sign-in that begins or ends takes no HEAD: it would be used up by whoever only looks.
      if (!taken.includes('HEAD')) continue;
      const [whole, head] = await Promise.all(
        ['GET', 'HEAD'].map(async (method) =>
          RawAnswer.of(await fetch(here.url + path, { method, redirect: 'manual' })),
        ),
      );
      expect([path, head?.status, head?.text]).toEqual([path, whole?.status, '']);
      expect([path, [...(head?.headers.keys() ?? [])].includes('x-content-type-options')]).toEqual([path, true]);
    }
  });

  it('is closed to pages of origins that are not listed, and tells the listed ones what they may send', async () => {
    const here = await worldWithGoogle();

    for (const [path, taken] of pathsOf(here)) {
      const asks = {
        'access-control-request-method': taken[0] ?? '',
        'access-control-request-headers': 'content-type',
      };
      const preflight = async (origin: string) =>
        RawAnswer.of(await fetch(here.url + path, { method: 'OPTIONS', headers: { ...asks, origin } }));
      const [listed, foreign] = [await preflight(ALLOWED), await preflight('https://evil.example')];

      const methods = path.startsWith('/avatars/upload/') ? 'PUT' : 'GET, POST';
      expect([path, listed.status, listed.headers.get('access-control-allow-methods')]).toEqual([path, 204, methods]);
      expect(listed.headers.get('access-control-allow-origin')).toBe(ALLOWED);
      const permissions = [...foreign.headers.keys()].filter((name) => name.startsWith('access-control-allow'));
      expect([path, permissions]).toEqual([path, []]);
    }
  });
});

it('what is not there is not found, and no wrong method', async () => {
  const here = await world();

  for (const path of ['/avatars/something', '/auth/google', '/auth/google/callback', '/auth/__proto__']) {
    const answer = await gets(here.url + path);
    expect([path, answer.status, answer.code, answer.headers.get('allow')]).toEqual([path, 404, 'NOT_FOUND', null]);
  }
});

it('two hosts in one request are refused: a proxy may have believed the other', async () => {
  const { url } = await world();

  for (const second of ['Host', 'host', 'HOST']) {
    const answer = await exchange(url, `GET /healthz HTTP/1.1\r\nHost: x\r\n${second}: y\r\n${END}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  }
  expect(await exchange(url, `GET /healthz HTTP/1.1\r\nHost: x\r\nHostx: y\r\n${END}`)).toMatch(/^HTTP\/1\.1 200 /);
});

it('a path that cannot be read is refused with the headers of every answer', async () => {
  const { url } = await world();

  const answer = await exchange(url, `GET /avatars/%ff%zz HTTP/1.1\r\nHost: x\r\n${END}`);

  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  for (const header of ['x-content-type-options: nosniff', 'cache-control: no-store', 'content-security-policy: ']) {
    expect(answer).toContain(header);
  }
});

it('a URL of another host leads nowhere else, and is no way around anything', async () => {
  const here = await worldWithGoogle();

  expect(await exchange(here.url, `GET http://evil.example/healthz HTTP/1.1\r\nHost: x\r\n${END}`)).toContain('"ok"');
  const signIn = await exchange(
    here.url,
    `GET http://evil.example/auth/google HTTP/1.1\r\nHost: evil.example\r\n${END}`,
  );
  expect(signIn).toMatch(/^HTTP\/1\.1 302 /);
  expect(signIn).not.toContain('evil.example');
  const mutation = `GET http://x/graphql?query=mutation{logout{success}} HTTP/1.1\r\nHost: x\r\napollo-require-preflight: 1\r\n${END}`;
  expect(await exchange(here.url, mutation)).toMatch(/^HTTP\/1\.1 405 /);
});

it.each([
  ['two lengths', 'Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd'],
  ['a list of lengths', 'Content-Length: 4, 4\r\n\r\nabcd'],
  ['a length and chunks', 'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n'],
  ['an unknown transfer coding', 'Transfer-Encoding: identity\r\n\r\nabcd'],
  ['a folded header', 'A: b\r\n c\r\n\r\n'],
  ['fifteen hundred headers', `${'a: b\r\n'.repeat(3_000)}\r\n`],
])('%s are refused on every route that takes a body', async (_name, rest) => {
  const here = await world();
  const bodied = here.server.routes.filter(({ method }) => method === 'POST' || method === 'PUT');
  expect(bodied.length).toBeGreaterThan(3);

  for (const { method, url } of bodied) {
    const head = `${method} ${url.replace(/:\w+/g, 'something')} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`;
    const answer = await exchange(here.url, head + rest);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|431) /);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  }
});
