import fc from 'fast-check';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { isPaged } from '../../src/graphql/limits/page-length.js';
import { KnownOperations } from '../../src/server/known-operations.js';
import { ourSchema } from '../../tools/our-schema.js';
import { type RawAnswer, asks, gets, sends } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';
import { anything, callOf, patience, rootFields, run, SEED } from './generated.js';

interface Sent {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const ACCEPTS = ['*/*', 'application/json', 'application/graphql-response+json', 'text/html', ''] as const;

type Execute = KnownOperations['execute'];

const shortWay = KnownOperations.prototype as unknown as {
  execute: (this: KnownOperations, ...args: Parameters<Execute>) => ReturnType<Execute>;
};

/** How many operations were executed by the short way since it was asked last. */
function watchTheShortWay(): () => number {
  let taken = 0;
  const { execute } = shortWay;
  shortWay.execute = function (...args) {
    taken += 1;
    return execute.apply(this, args);
  };
  restore = () => void (shortWay.execute = execute);
  return () => {
    const before = taken;
    taken = 0;
    return before;
  };
}

let restore = (): void => undefined;
afterEach(() => restore());

/** Documents with fragments, directives, aliases and several root fields. */
function documentsOf(query: GraphQLNamedType): fc.Arbitrary<Sent> {
  const selection = (type: GraphQLNamedType, depth: number): fc.Arbitrary<string> => {
    if (!isObjectType(type)) return fc.constant('');
    const usable = Object.values(type.getFields()).filter(
      (field) =>
        field.args.every(({ type: of }) => !isNonNullType(of)) &&
        (depth > 1 || !isObjectType(getNamedType(field.type))),
    );
    if (usable.length === 0) return fc.constant('{ __typename }');
    const piece = fc
      .tuple(fc.constantFrom(...usable), fc.constantFrom('', 'a: ', 'b: '), fc.constantFrom('', '@include(if: $on)'))
      .chain(([field, alias, directive]) =>
        selection(getNamedType(field.type), depth - 1).map((within) => `${alias}${field.name} ${directive} ${within}`),
      );
    const pieces = fc.array(piece, { minLength: 1, maxLength: 4 }).map((several) => `__typename ${several.join(' ')}`);
    return fc
      .tuple(pieces, fc.boolean())
      .map(([chosen, inFragment]) => (inFragment ? `{ ... on ${type.name} { ${chosen} } }` : `{ ${chosen} }`));
  };
  const variables = fc.record({ on: fc.oneof({ weight: 8, arbitrary: fc.boolean() }, anything), other: anything });
  return fc.tuple(selection(query, 3), variables).map(([chosen, given]) => ({
    query: `query Some($on: Boolean = true) ${chosen}`,
    variables: given,
  }));
}

function seen({ status, headers, text }: RawAnswer): object {
  const kept = [...headers].filter(([name]) => !['date', 'x-request-id', 'keep-alive'].includes(name));
  return { status, headers: Object.fromEntries(kept), text: text.replaceAll(/"requestId":"[^"]+"/g, '"requestId":""') };
}

/** With "extensions" in its body a request never takes the short way. */
async function expectBothWaysAlike({ url }: World, { query, variables }: Sent, headers: Record<string, string>) {
  const ordinary = await sends(url, JSON.stringify({ query, variables, extensions: {} }), headers);
  for (let time = 0; time < 2; time += 1) {
    expect(seen(await asks(url, query, variables, headers))).toEqual(seen(ordinary));
  }
}

describe(`an operation that comes again (FUZZ_SEED=${SEED})`, () => {
  it(
    'is answered as the ordinary way would, whatever it asks, its variables are, and who sends it',
    async () => {
      const here = await world({ rateLimits: false });
      const user = await here.person('Alice').joins();
      const admin = await here.person('Root').joinsAsAdmin();
      await Promise.all([user.asksMe(), admin.asksMe()]);
      await here.users.recordAccess();
      const bearers = [undefined, user.tokens?.accessToken, admin.tokens?.accessToken, 'garbage'];
      const roots = rootFields(here.users.schema);
      const questions = roots.filter(({ kind }) => kind === 'query').map(({ field }) => callOf('query', field));
      const changes = roots.filter(({ kind }) => kind === 'mutation').map(({ field }) => callOf('mutation', field));
      const query = here.users.schema.getQueryType();
      if (!query) throw new Error('no queries');
      const asked = fc.oneof(
        fc.tuple(fc.oneof(documentsOf(query), ...questions), fc.constantFrom(...bearers)),
        // By nobody, so that the second time finds what the first one did.
        fc.tuple(fc.oneof(...changes), fc.constantFrom(undefined, 'garbage')),
      );
      const taken = watchTheShortWay();

      await fc.assert(
        fc.asyncProperty(asked, fc.constantFrom(...ACCEPTS), async ([sent, bearer], accept) => {
          await expectBothWaysAlike(here, sent, {
            accept,
            ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
          });
        }),
        run(150),
      );
      // Otherwise one way was compared with itself.
      expect(taken()).toBeGreaterThan(20);
    },
    patience,
  );

  it('is not answered to what a page of another origin may send unasked, however often it was', async () => {
    const here = await world();
    const query = 'mutation { logout { success } }';
    const taken = watchTheShortWay();
    for (let time = 0; time < 3; time += 1) await asks(here.url, query);
    expect(taken()).toBe(2);

    const body = JSON.stringify({ query });
    for (const type of [
      'text/plain',
      'text/plain; application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json+x',
      'text/plain, application/json',
      'text/plain;charset="application/json"',
    ]) {
      const answer = await sends(here.url, body, { 'content-type': type });
      expect([type, answer.status]).toEqual([type, 415]);
    }
    const bare = await fetch(`${here.url}/graphql`, { method: 'POST', body: new Blob([body]) });
    expect(bare.status).toBe(415);
    const byGet = await gets(`${here.url}/graphql?query=${encodeURIComponent(query)}`);
    expect(byGet.status).toBe(400);
    expect(taken()).toBe(0);
  });

  it('counts in every limit as often as it comes', async () => {
    const here = await world({ limits: { 'login.failures': null } });
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { errors { code } } }';
    const codes: unknown[] = [];
    for (let nth = 0; nth < 12; nth += 1) {
      const input = { identifier: `nobody${nth}`, password: 'x', deviceName: 'x'.repeat(nth * 100) };
      codes.push((await asks(here.url, query, { input })).code);
    }

    expect(codes).toEqual([...Array.from({ length: 10 }, () => undefined), 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  it('costs what it cost when it was let through, whatever its variables', async () => {
    const types = Object.values((await ourSchema()).getTypeMap());
    const fields = types
      .filter(isObjectType)
      .flatMap((type): GraphQLField<unknown, unknown>[] => Object.values(type.getFields()));

    // The length of a page is a number, and a document with a number among its variables never takes the short way.
    const lengths = fields
      .filter(isPaged)
      .flatMap(({ args }) => args.filter(({ name }) => /^(first|last)$/.test(name)));
    expect(lengths.length).toBeGreaterThan(3);
    expect(new Set(lengths.map(({ type }) => String(type)))).toEqual(new Set(['Int']));
    const inputs = types.filter(isInputObjectType).flatMap((type) => Object.values(type.getFields()));
    expect(inputs.filter(({ name }) => /^(first|last|limit|take|size)$/.test(name))).toEqual([]);
  });
});
