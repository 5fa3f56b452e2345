import fc from 'fast-check';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLSchema,
} from 'graphql';
import { type RawAnswer, asks, RawAnswer as Answer, sends } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

/** Printed by fast-check with the path to the smallest case where one fails; given here, it runs again. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const LONGEST = 2_000;

/** Strings that have broken other programs. */
const nasty = [
  '',
  ' ',
  '\0',
  '\u0000alice@example.com',
  '\ud800',
  'a\udfff',
  '\u202e\u2066',
  'ﷺ'.repeat(200),
  'e\u0301'.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(100),
  'İıſK',
  "' or '1'='1' --",
  '"; drop table users; --',
  '%s%n%x',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '\r\nSet-Cookie: a=b',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '1e999',
  '-0',
  '2'.repeat(400),
  `+${'9'.repeat(300)}`,
  `+1 ${'('.repeat(300)}`,
  `${'a'.repeat(64)}@${'b.'.repeat(90)}com`,
  'a@'.repeat(2_000),
  `${'x'.repeat(30_000)}!`,
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:60Z',
  'eyJhbGciOiJub25lIn0.e30.',
  '123456',
  '٣٤٥٦٧٨',
  'alice@example.com',
  'ALICE@EXAMPLE.COM',
  'alice@example.com,bob@example.com',
  'correct horse battery',
];

const text = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 40 }), fc.uuid());
const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
);

/** Mostly what a type takes, so that it reaches our code, and now and then anything at all. */
function valueOf(type: GraphQLInputType, wild: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return valueOf(type.ofType, wild);
  const fitting = fittingValue(type, wild);
  return wild > 0 ? fc.oneof({ weight: 20, arbitrary: fitting }, { weight: wild, arbitrary: anything }) : fitting;
}

function fittingValue(type: GraphQLInputType, wild: number): fc.Arbitrary<unknown> {
  if (isListType(type)) return fc.array(valueOf(type.ofType, wild), { maxLength: 4 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, wild)])), {
      requiredKeys: required,
    });
  }
  const name = getNamedType(type).name;
  if (name === 'Boolean') return fc.boolean();
  if (name === 'Int') return fc.oneof(fc.integer({ min: -5, max: 105 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31)));
  if (name === 'DateTime') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  return text;
}

interface Call {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A call of one root field, asking for all that its answer may hold. */
function callOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): fc.Arbitrary<Call> {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${kind}${declared && ` (${declared})`} { ${field.name}${passed && `(${passed})`} ${selectionOf(field, 3)} }`;
  return argumentsOf(field.args).map((variables) => ({ query, variables }));
}

function argumentsOf(args: readonly GraphQLArgument[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(args.map((arg) => [arg.name, valueOf(arg.type, 1)])), {
    requiredKeys: args.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
  });
}

function selectionOf({ type }: GraphQLField<unknown, unknown>, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    (field) =>
      field.args.every((arg) => !isNonNullType(arg.type)) && (depth > 1 || !isObjectType(getNamedType(field.type))),
  );
  return `{ __typename ${fields.map((field) => `${field.name} ${selectionOf(field, depth - 1)}`).join(' ')} }`;
}

function rootFields(schema: GraphQLSchema): { kind: 'query' | 'mutation'; field: GraphQLField<unknown, unknown> }[] {
  const fields = (type: GraphQLObjectType | null | undefined) => Object.values(type?.getFields() ?? {});
  return [
    ...fields(schema.getQueryType()).map((field) => ({ kind: 'query' as const, field })),
    ...fields(schema.getMutationType()).map((field) => ({ kind: 'mutation' as const, field })),
  ];
}

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

/** How many times as much as usual; for an hour of fuzzing. */
const FACTOR = Number(process.env['FUZZ_FACTOR'] ?? 1);

const run = (runs: number) => ({
  seed: SEED,
  numRuns: runs * FACTOR,
  endOnFailure: true,
  interruptAfterTimeLimit: 5_000 * FACTOR,
});

describe(`whatever is sent (FUZZ_SEED=${SEED})`, () => {
  const patience = 30_000 * FACTOR;

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
