import { DevelopmentMailbox } from '../../src/mail/development-mailbox.js';
import { asks, gets, RawAnswer, sends } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

const STRICT = "default-src 'none';frame-ancestors 'none'";
const PAGES = ['/verify-email', '/reset-password', '/auth/callback'];
/** May be kept by anybody; each has a reason. */
const CACHEABLE = ['/.well-known/jwks.json'];

/** Asks every route that the server has, with something in the place of each parameter. */
async function everyAnswer(
  { server, url }: World,
  headers: Record<string, string> = {},
): Promise<Map<string, RawAnswer>> {
  const answers = new Map<string, RawAnswer>();
  for (const route of server.routes) {
    const path = route.url.replace(/:\w+/g, 'something').replace('*', 'something');
    const answer = await fetch(url + path, { method: route.method, headers, redirect: 'manual' });
    answers.set(`${route.method} ${route.url}`, await RawAnswer.of(answer));
  }
  return answers;
}

describe('every answer', () => {
  it('of every route keeps browsers from guessing types, framing, running anything and telling where they were', async () => {
    const here = await world();
    const answers = [
      ...(await everyAnswer(here)),
      ['a query', await asks(here.url, '{ authOptions { passwordMinLength } }')] as const,
      ['half a document', await asks(here.url, '{ me {')] as const,
      ['a body that is none', await sends(here.url, 'not json')] as const,
      ['a body that is too large', await sends(here.url, 'x'.repeat(200_000))] as const,
      ['nothing', await gets(`${here.url}/nothing`)] as const,
      [
        'a method that is not taken',
        await RawAnswer.of(await fetch(`${here.url}/graphql`, { method: 'DELETE' })),
      ] as const,
    ];

    expect(answers.length).toBeGreaterThan(15);
    for (const [name, { headers }] of answers) {
      const policy = headers.get('content-security-policy');
      const isPage = PAGES.some((page) => name.endsWith(page));
      expect({
        name,
        types: headers.get('x-content-type-options'),
        policy: isPage ? /default-src 'none'.*frame-ancestors 'none'/.test(policy ?? '') : policy === STRICT,
        referrer: headers.get('referrer-policy'),
        frame: /^(DENY|SAMEORIGIN)$/.test(headers.get('x-frame-options') ?? ''),
        opener: headers.get('cross-origin-opener-policy'),
        requestId: headers.has('x-request-id'),
      }).toEqual({
        name,
        types: 'nosniff',
        policy: true,
        referrer: 'no-referrer',
        frame: true,
        opener: 'same-origin',
        requestId: true,
      });
    }
  });

  it('of every route is kept by no cache, but for those that are meant to be', async () => {
    for (const [name, { headers }] of await everyAnswer(await world())) {
      const cache = headers.get('cache-control');
      const expected = CACHEABLE.some((path) => name.endsWith(path)) ? 'public, max-age=300' : 'no-store';
      expect([name, cache]).toEqual([name, expected]);
    }
  });

  it('of every route says nothing of what it was made with', async () => {
    for (const [name, { headers, text }] of await everyAnswer(await world())) {
      expect([name, headers.get('x-powered-by'), headers.get('server'), headers.get('via')]).toEqual([
        name,
        null,
        null,
        null,
      ]);
      expect(text).not.toMatch(/fastify|apollo-server|node_modules|express/i);
    }
  });

  it('of every route lets a foreign page read nothing', async () => {
    for (const [name, { headers }] of await everyAnswer(await world(), { origin: 'https://evil.example' })) {
      const origin = headers.get('access-control-allow-origin');
      expect([name, origin]).toEqual([name, name.endsWith('/.well-known/jwks.json') ? '*' : null]);
      expect(origin === '*' ? headers.get('access-control-allow-credentials') : null).toBeNull();
    }
  });

  it('tells browsers to stay with https where the outside uses it, and only there', async () => {
    const https = await everyAnswer(await world({ publicUrl: 'https://users.example.com', server: { https: true } }));
    for (const [name, { headers }] of https) {
      expect([name, headers.get('strict-transport-security')]).toEqual([name, 'max-age=31536000; includeSubDomains']);
    }
    for (const [, { headers }] of await everyAnswer(await world())) {
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });
});

describe('the development mailbox', () => {
  it('is kept by no cache and runs nothing', async () => {
    const here = await world();
    const { database } = await here.inspect();
    // What a server has that was given no way to send mail.
    const mailbox = { ...here.users, mailbox: new DevelopmentMailbox(database) };
    const { createServer } = await import('../../src/server/server.js');
    const { app, routes } = await createServer(mailbox, {
      sandbox: false,
      introspection: true,
      trustedProxies: 0,
      https: false,
      appName: 'Usergraph',
      logger: here.log,
    });

    const paths = routes.filter(({ method, url }) => method === 'GET' && url.startsWith('/dev/mailbox'));
    expect(paths).toHaveLength(3);
    for (const { url } of paths) {
      const { headers } = await app.inject(url.replace(':id', 'something'));
      expect([url, headers['cache-control']]).toEqual([url, 'no-store']);
      expect(String(headers['content-security-policy'])).toMatch(/default-src 'none'/);
    }
    await app.close();
  });
});
