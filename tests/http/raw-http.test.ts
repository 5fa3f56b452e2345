import { gets, RawAnswer, sends } from '../support/raw-request.js';
import { exchange, RawSocket } from '../support/socket.js';
import { world } from '../support/world.js';

const QUERY = JSON.stringify({ query: '{ __typename }' });
const END = 'Connection: close\r\n\r\n';

async function asks(url: string, method: string, path: string): Promise<RawAnswer> {
  return RawAnswer.of(await fetch(url + path, { method }));
}

describe('a method', () => {
  it('that a path does not take is refused with those that it takes', async () => {
    const { url } = await world();
    const wrong = [
      ['DELETE', '/graphql', 'GET, HEAD, POST'],
      ['PUT', '/graphql', 'GET, HEAD, POST'],
      ['PATCH', '/graphql', 'GET, HEAD, POST'],
      ['POST', '/healthz', 'GET, HEAD'],
      ['POST', '/.well-known/jwks.json', 'GET, HEAD'],
      ['DELETE', '/verify-email?token=x', 'GET, HEAD, POST'],
    ] as const;

    for (const [method, path, allowed] of wrong) {
      const answer = await asks(url, method, path);
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe(allowed);
      expect(answer.code).toBe('METHOD_NOT_ALLOWED');
    }
  });

  it('that repeats what was sent, or that nobody knows, is refused', async () => {
    const { url } = await world();

    for (const method of ['TRACE', 'CONNECT', 'FOO', 'PROPFIND', 'graphql']) {
      const answer = await exchange(url, `${method} /graphql HTTP/1.1\r\nHost: x\r\nX-Secret: canary\r\n${END}`);
      expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
      expect(answer).not.toContain('canary');
    }
  });
});

describe('a body', () => {
  it('in which a member stands twice is refused, in any spelling', async () => {
    const { url } = await world();

    for (const body of [
      '{"query":"{ __typename }","query":"{ me { id } }"}',
      '{"query":"{ __typename }","\\u0071uery":"{ me { id } }"}',
      '{"query":"{ __typename }","variables":{"a":1,"a":2}}',
      '{"query":"{ __typename }","variables":{"a":[{"b":1,"b":2}]}}',
      '{"query":"{ __typename }","__proto__":{"a":1}}',
      '{"query":"{ __typename }","constructor":{"prototype":{"a":1}}}',
    ]) {
      const answer = await sends(url, body);
      expect(answer.status).toBe(400);
      expect(answer.code).toBe('BAD_USER_INPUT');
    }
    expect(
      (await sends(url, '{"query":"{ __typename }","variables":{"a":"a","b":{"a":1,"b":[{"a":1},{"a":1}]}}}')).status,
    ).toBe(200);
    expect((await sends(url, '{"query":"{ __typename }","variables":{"a":"\\"a\\":1,\\"a\\":2"}}')).status).toBe(200);
  });

  it('nested a hundred thousand levels deep is a clean refusal', async () => {
    const here = await world();

    for (const deep of [
      '['.repeat(50_000) + ']'.repeat(50_000),
      '{"a":'.repeat(15_000) + '1' + '}'.repeat(15_000),
      '['.repeat(99_000),
    ]) {
      for (const body of [deep, `{"query":"{ __typename }","variables":{"a":${deep}}}`]) {
        const startedAt = performance.now();
        const answer = await sends(here.url, body.slice(0, 102_000));
        expect(answer.status).toBe(400);
        expect(performance.now() - startedAt).toBeLessThan(1_000);
      }
    }
    expect(here.log.errors()).toEqual([]);
  });

  it('in another encoding is refused, packed ones unread', async () => {
    const { url } = await world();

    for (const type of [
      'application/json; charset=utf-16',
      'application/json; charset="utf-7"',
      'application/json;charset=latin1',
    ]) {
      expect((await sends(url, QUERY, { 'content-type': type })).status).toBe(415);
    }
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, gzip', 'x']) {
      const answer = await sends(url, QUERY, { 'content-encoding': encoding });
      expect(answer.status).toBe(415);
      expect(answer.message).toBe('Send the body as it is, in UTF-8.');
    }
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"']) {
      expect((await sends(url, QUERY, { 'content-type': type, 'content-encoding': 'identity' })).status).toBe(200);
    }
  });

  it('is cut at 100 kB while it arrives, whatever length was promised', async () => {
    const { url } = await world();
    const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

    const promised = await RawSocket.to(url);
    promised.sends(`${head}Content-Length: 10000000000\r\n\r\n`);
    expect(await promised.gets(/larger than 100 kB/)).toMatch(/^HTTP\/1\.1 413 /);

    const chunked = await RawSocket.to(url);
    chunked.sends(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    for (let chunk = 0; chunk < 20; chunk += 1) chunked.sends(`2000\r\n${' '.repeat(0x2000)}\r\n`);
    expect(await chunked.gets(/larger than 100 kB/)).toMatch(/^HTTP\/1\.1 413 /);
    for (const socket of [promised, chunked]) socket.ends();
  });
});

describe('what two servers could read differently', () => {
  it('is refused, and the connection ends with it', async () => {
    const { url } = await world();
    const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

    for (const bytes of [
      `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`,
      `${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
      `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
      `${head}Content-Length: -1\r\n\r\n`,
      `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      'GET /healthz HTTP/1.1\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n',
      'GET /healthz HTTP/1.1\nHost: x\nX : y\n\n',
      'GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n',
      'nonsense\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    ]) {
      const answer = await exchange(url, bytes);
      expect(answer).toMatch(/^(HTTP\/1\.1 400 Bad Request\r\n|$)/);
      expect(answer.match(/HTTP\/1\.1/g)?.length ?? 0).toBeLessThan(2);
      expect(answer).not.toContain('"status":"ok"');
    }
  });

  it('is refused where the headers are too large', async () => {
    const { url } = await world();

    const answer = await exchange(url, `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n${END}`);

    expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(answer).toContain('application/json');
  });
});

describe('requests that do not wait for each other', () => {
  it('are answered in their order, each with its own', async () => {
    const { url } = await world();
    const request = (query: string) => {
      const body = JSON.stringify({ query });
      return `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    };
    const bodies = Array.from({ length: 10 }, (_, index) => `{ a${index}: __typename }`);
    const bytes = bodies
      .map(
        (query, index) =>
          `${request(query)}${index === 9 ? 'Connection: close\r\n' : ''}\r\n${JSON.stringify({ query })}`,
      )
      .join('');

    const answer = await exchange(url, bytes);

    expect([...answer.matchAll(/"(a\d)":"Query"/g)].map(([, name]) => name)).toEqual(
      bodies.map((_, index) => `a${index}`),
    );
  });
});

describe('an unknown path', () => {
  it('is not repeated, however it is spelled', async () => {
    const { url } = await world();

    for (const path of [
      '/<script>alert(1)</script>',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/graphql/../etc',
      '//evil.example',
      '/.env',
      `/${'x'.repeat(5_000)}`,
    ]) {
      const answer = await gets(url + path);
      expect([400, 404, 414]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toContain('application/json');
      expect(answer.text).not.toMatch(/script|passwd|evil|xxx/);
    }
  });
});
