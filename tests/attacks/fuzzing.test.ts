import fc from 'fast-check';
import { isObjectType } from 'graphql';
import { KINDS, picture, sends as sendsPicture, ticketOf } from '../avatars/gallery.js';
import { worldWithGoogle } from '../identities/google.js';
import { type RawAnswer, asks, RawAnswer as Answer, sends } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';
import { anything, callOf, patience, rootFields, run, SEED, text } from './generated.js';

const LONGEST = 1_000;

/** Nothing that is sent may break anything, show anything of the inside, or take long. */
async function expectCalm(here: World, request: () => Promise<RawAnswer>): Promise<void> {
  const startedAt = performance.now();
  const { status, text: answer } = await request();
  const took = performance.now() - startedAt;
  expect({ status, answer, calm: status < 500 && !answer.includes('INTERNAL_SERVER_ERROR') }).toMatchObject({
    calm: true,
  });
  expect(answer).not.toMatch(/node_modules|\bat \w+ \(|SQLITE_|syntax error at|PostgreSQL/);
  expect(took).toBeLessThan(LONGEST);
  expect(here.log.errors()).toEqual([]);
}

describe(`whatever is sent (FUZZ_SEED=${SEED})`, () => {
  it(
    'as the input of any field, by nobody, a user and an administrator, is answered calmly',
    async () => {
      const here = await world({ rateLimits: false });
      const user = await here.person('Alice').joins();
      const admin = await here.person('Root').joinsAsAdmin();
      const bearers = [undefined, user.tokens?.accessToken, admin.tokens?.accessToken];
      const calls = rootFields(here.users.schema).map(({ kind, field }) => callOf(kind, field));
      expect(calls.length).toBeGreaterThan(15);

      await fc.assert(
        fc.asyncProperty(fc.oneof(...calls), fc.constantFrom(...bearers), async ({ query, variables }, bearer) => {
          const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
          await expectCalm(here, () => asks(here.url, query, variables, headers));
        }),
        run(400),
      );
    },
    patience,
  );

  it(
    'as a document is answered calmly',
    async () => {
      const here = await world();
      const words = Object.values(here.users.schema.getTypeMap()).flatMap((type) =>
        isObjectType(type) ? [type.name, ...Object.keys(type.getFields())] : [type.name],
      );
      const piece = fc.oneof(
        fc.constantFrom(...words),
        fc.constantFrom(
          '{',
          '}',
          '(',
          ')',
          '[',
          ']',
          '...',
          ' on ',
          ':',
          '$',
          '!',
          '@',
          '=',
          '"',
          '"""',
          '|',
          '&',
          '\n',
          '#',
        ),
        fc.constantFrom('query ', 'mutation ', 'subscription ', 'fragment ', 'null', 'true', '-1', '1e9', 'first: 100'),
        text,
      );

      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
          await expectCalm(here, () => asks(here.url, `{ ${pieces.join(' ')}`));
          await expectCalm(here, () => asks(here.url, pieces.join('')));
        }),
        run(150),
      );
    },
    patience,
  );

  it(
    'as a body is answered calmly',
    async () => {
      const here = await world();
      const members = fc.constantFrom('query', 'variables', 'operationName', 'extensions', '__proto__', 'id');
      const body = fc.oneof(
        fc.dictionary(members, anything).map((value) => JSON.stringify(value)),
        fc.dictionary(members, anything).map((value) => JSON.stringify({ query: '{ me { id } }', ...value })),
        fc.json({ maxDepth: 6 }),
        text,
      );

      await fc.assert(
        fc.asyncProperty(body, (sent) => expectCalm(here, () => sends(here.url, sent.slice(0, 90_000)))),
        run(150),
      );
    },
    patience,
  );

  it(
    'to a page or as a query string is answered calmly',
    async () => {
      const here = await world();
      const paths = [...new Set(here.server.routes.map(({ url }) => url.replace(/[:*]\w*/g, 'x')))];
      const parameters = fc.dictionary(
        fc.constantFrom(
          'token',
          'email',
          'newPassword',
          'lang',
          'query',
          'variables',
          'extensions',
          'returnTo',
          'code',
          'state',
        ),
        text.map((value) => value.toWellFormed().slice(0, 2_000)),
      );

      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...paths), parameters, async (path, fields) => {
          const query = new URLSearchParams(fields);
          const headers = { 'apollo-require-preflight': 'true' };
          const get = () => fetch(`${here.url}${path}?${query.toString()}`, { headers, redirect: 'manual' });
          await expectCalm(here, async () => Answer.of(await get()));
          const post = () => fetch(here.url + path, { method: 'POST', body: query, redirect: 'manual' });
          await expectCalm(here, async () => Answer.of(await post()));
        }),
        run(150),
      );
    },
    patience,
  );

  it(
    'as a picture, or to a provider and back, is answered calmly',
    async () => {
      const here = await worldWithGoogle({ rateLimits: false });
      const laptop = await here.person('Alice').joins();
      const whole = await Promise.all(KINDS.map((kind) => picture(kind, 40, 30)));
      // A picture with some bytes changed, cut off, or two of them in one.
      const broken = fc
        .tuple(
          fc.constantFrom(...whole),
          fc.constantFrom(...whole),
          fc.nat(),
          fc.array(fc.tuple(fc.nat(), fc.nat(255))),
        )
        .map(([one, other, cut, changes]) => {
          const bytes = Buffer.concat([one.subarray(0, cut % (one.length + 1)), other.subarray(cut % other.length)]);
          for (const [at, value] of changes) bytes[at % Math.max(1, bytes.length)] = value;
          return bytes;
        });
      const body = fc.oneof(
        broken,
        fc.uint8Array({ maxLength: 500 }),
        text.map((sent) => Buffer.from(sent)),
      );
      const type = fc.constantFrom(
        'image/png',
        'image/svg+xml',
        'text/html',
        'application/json',
        'multipart/form-data',
      );
      const query = fc.dictionary(
        fc.constantFrom('state', 'code', 'error', 'iss', 'returnTo', 'ticket', 'codeChallenge'),
        text.map((value) => value.toWellFormed().slice(0, 2_000)),
      );

      await fc.assert(
        fc.asyncProperty(body, type, query, async (sent, contentType, parameters) => {
          const url = await ticketOf(laptop).catch(() => `${here.publicUrl}/avatars/upload/none`);
          const headers = { 'content-type': contentType };
          await expectCalm(here, () => sendsPicture(here, url, sent, headers));
          for (const path of ['/auth/google', '/auth/google/callback', '/auth/callback']) {
            const asked = `${here.url}${path}?${new URLSearchParams(parameters).toString()}`;
            await expectCalm(here, async () => Answer.of(await fetch(asked, { redirect: 'manual' })));
          }
        }),
        run(60),
      );
    },
    patience,
  );

  it(
    'as a header is answered calmly',
    async () => {
      const here = await world();
      const name = fc.constantFrom(
        'authorization',
        'cookie',
        'user-agent',
        'origin',
        'accept',
        'accept-language',
        'content-type',
        'x-forwarded-for',
        'x-request-id',
        'if-none-match',
        'range',
      );
      // What a client can send at all: Latin-1 without control characters.
      const value = fc
        .oneof(
          fc.constantFrom(
            'Bearer a.b.c',
            'refresh_token=x; refresh_token=y',
            '*/*;q=9',
            'x'.repeat(8_000),
            'bytes=0-',
            ',;,=,',
          ),
          fc.string({ maxLength: 60 }),
        )
        .map((sent) => sent.replace(/[^\x20-\xff]/g, '').trim());

      await fc.assert(
        fc.asyncProperty(fc.dictionary(name, value), (headers) =>
          expectCalm(here, () => sends(here.url, '{"query":"mutation { refresh { errors { code } } }"}', headers)),
        ),
        run(100),
      );
    },
    patience,
  );

  it('is told where it is not answered calmly: the control', async () => {
    const here = await world();
    await (await here.inspect()).run('alter table users rename to elsewhere');

    await expect(
      expectCalm(here, () =>
        asks(here.url, 'mutation { login(input: { identifier: "a", password: "b" }) { errors { code } } }'),
      ),
    ).rejects.toThrow('calm');
  });
});
