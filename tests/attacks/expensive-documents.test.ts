import { validate, parse } from 'graphql';
import { DocumentGuard } from '../../src/graphql/limits/document-guard.js';
import { defaultDocumentLimits, type DocumentLimits } from '../../src/graphql/limits/document-limits.js';
import { ourSchema } from '../../tools/our-schema.js';
import { asks } from '../support/raw-request.js';
import { world } from '../support/world.js';

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const LOGIN = 'login(input: { identifier: "alice", password: "guess" }) { errors { code } }';

/** Each asks for too much in its own way; the limit that stops it is the one that must be lifted to let it through. */
const attacks: Readonly<Record<string, readonly [limit: keyof DocumentLimits, document: string]>> = {
  'a document of more tokens than anybody needs': [
    'tokens',
    `{ checkPassword(password: [${times(2_100, () => '1')}]) { acceptable } }`,
  ],
  'fragments without number': ['definitions', `{ me { id } } ${times(60, (i) => `fragment F${i} on User { id }`)}`],
  'directives without number': ['directives', `{ me { id ${times(60, () => '@include(if: true)')} } }`],
  'fragments that double with each step': [
    'selections',
    `{ me { ...F0 } } ${times(12, (i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} }`)} fragment F12 on User { ...Nothing }`,
  ],
  'fields of one name, each compared with each': ['overlaps', `{ me { ${times(200, () => 'sessions { id }')} } }`],
  'a hundred aliases of one field': [
    'aliases',
    `{ me { ${times(100, (i) => `a${i}: avatar: id`.replace(' avatar:', ''))} } }`,
  ],
  'a hundred queries in one': ['rootFields', `{ ${times(21, () => '__typename')} }`],
  'mutations one after another': [
    'mutations',
    `mutation { ${['logout', 'revokeOtherSessions', 'refresh', 'deleteMe(input: {})', 'login(input: { identifier: "a", password: "b" })', 'requestPasswordReset(input: { email: "a" })'].map((field) => `${field} { errors { code } }`).join(' ')} }`,
  ],
  'pages in pages': [
    'objects',
    `{ me { ${times(26, (i) => `p${i}: events(first: 100) { nodes { id } edges { node { id } } }`)} } }`,
  ],
};

describe('a document that is', () => {
  it.each(Object.entries(attacks))(
    '%s is refused, and runs where its limit is lifted',
    async (_name, [limit, query]) => {
      const strict = await asks((await world()).url, query);
      expect(strict.status).toBe(400);
      expect(strict.code).toBe('QUERY_TOO_COMPLEX');
      expect(strict.message).toContain(`at most ${defaultDocumentLimits[limit]} are allowed`);

      const lenient = await world({ server: { documentLimits: { [limit]: 1_000_000 } } });
      expect((await asks(lenient.url, query)).code).not.toBe('QUERY_TOO_COMPLEX');
    },
  );

  it('nested without end is refused, and followed as far as the limit says', async () => {
    const schema = await ourSchema();
    const query = `{ __type(name: "User") { ofType ${'{ ofType '.repeat(20)} { name } ${'}'.repeat(20)} } }`;

    expect(new DocumentGuard(schema).refusal(query)?.message).toContain('nested too deeply');
    expect(new DocumentGuard(schema, { depth: 30 }).refusal(query)).toBeNull();
  });

  it('a circle of fragments is refused as malformed, whichever way round', async () => {
    const { url } = await world();
    for (const query of [
      '{ me { ...A } } fragment A on User { ...A }',
      '{ me { ...A } } fragment A on User { ...B } fragment B on User { id ...A }',
      '{ me { id } } fragment A on User { ...B } fragment B on User { ...A }',
      '{ me { ...A } } fragment A on User { ... on User { sessions { id } ...A } }',
    ]) {
      const answer = await asks(url, query);
      expect(answer.status).toBe(400);
      expect(answer.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});

describe('many tries in one document', () => {
  const spellings = {
    aliases: `mutation { a: ${LOGIN} b: ${LOGIN} }`,
    'one name twice': `mutation { ${LOGIN} ${LOGIN} }`,
    'inline fragments': `mutation { ... { a: ${LOGIN} } ... on Mutation { b: ${LOGIN} } }`,
    'a fragment': `mutation { a: ${LOGIN} ...F } fragment F on Mutation { b: ${LOGIN} }`,
    directives: `mutation { a: ${LOGIN} b: ${LOGIN.replace(' { errors', ' @skip(if: false) { errors')} }`,
  };

  it.each(Object.entries(spellings))('by %s are refused, and none of them counts', async (_name, query) => {
    const here = await world();
    const answer = await asks(here.url, query);

    expect(answer.status).toBe(400);
    expect(answer.code).toBe('QUERY_TOO_COMPLEX');
    expect(await (await here.inspect()).eventNames()).toEqual([]);
  });

  it('are refused for every mutation that needs no permission', async () => {
    const schema = await ourSchema();
    const guard = new DocumentGuard(schema);
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const repeatable = mutations.filter(({ extensions }) => typeof extensions['access'] === 'object');

    for (const { name } of mutations) {
      const refusal = guard.refusal(`mutation { a: ${name} { errors { code } } b: ${name} { errors { code } } }`);
      expect([name, refusal === null]).toEqual([name, repeatable.some((field) => field.name === name)]);
    }
  });

  it('are no business of operations that do not run together', async () => {
    const here = await world();
    const query = `mutation A { ${LOGIN} } mutation B { ${LOGIN} }`;
    const answer = await fetch(`${here.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName: 'B' }),
    });

    expect(await answer.json()).toEqual({ data: { login: { errors: [{ code: 'INVALID_CREDENTIALS' }] } } });
  });
});

describe('a refusal', () => {
  /** The worst that fits into 100 kB and that we could think of. */
  const worst: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(attacks).map(([name, [, document]]) => [name, document])),
    'nested braces': '{ me '.repeat(19_000),
    'directives of 100 kB': `{ me ${'@a'.repeat(49_000)} { id } }`,
    'fields of 100 kB': `{ ${'me{id} '.repeat(14_000)} }`,
    'one string of 100 kB': `{ ${times(21, () => '__typename')} checkPassword(password: "${'x'.repeat(99_000)}") { acceptable } }`,
    'lists in lists': `{ ${times(21, () => '__typename')} checkPassword(password: ${'['.repeat(900)}${']'.repeat(900)}) { acceptable } }`,
    'spreads of spreads': `{ me { ...F0 } } ${times(40, (i) => `fragment F${i} on User { ${times(15, () => `...F${i + 1}`)} }`)} fragment F40 on User { id }`,
    comments: `{ ${times(21, () => '__typename')} } ${'#\n'.repeat(45_000)}`,
    'inline fragments in each other': `{ me { ${'... on User { '.repeat(400)} ...A ${'}'.repeat(400)} } } fragment A on User { ...A }`,
    'names of 100 kB': `{ ${times(30, (i) => `x${i}`.padEnd(3_000, 'a'))} }`,
  };

  it.each(Object.entries(worst))('of %s takes less than 50 ms of CPU', async (_name, document) => {
    const schema = await ourSchema();

    const [fastest = Infinity] = Array.from({ length: 5 }, () => {
      const guard = new DocumentGuard(schema);
      const before = process.cpuUsage();
      expect(guard.refusal(document)).not.toBeNull();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    }).sort((one, other) => one - other);

    expect(fastest).toBeLessThan(50);
  });

  it('would take many times that without the limits: the control', async () => {
    const schema = await ourSchema();
    const document = `{ ${'me{id} '.repeat(15_000)} }`;
    const cpu = (work: () => unknown): number => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };

    expect(cpu(() => validate(schema, parse(document)))).toBeGreaterThan(100);
    expect(cpu(() => new DocumentGuard(schema).refusal(document))).toBeLessThan(50);
  });
});

describe('a flood of distinct documents', () => {
  it('does not grow what is remembered of them without end', async () => {
    const { DocumentCache } = await import('../../src/graphql/limits/document-cache.js');
    const cache = new DocumentCache();
    for (let index = 0; index < 2_000; index += 1)
      cache.set(`document ${index}`, parse(`{ me { ${'id '.repeat(100)} } }`));

    expect(cache.size).toBeLessThan(700);
    expect(cache.get('document 0')).toBeUndefined();
    expect(cache.get('document 1999')).toBeDefined();
  });
});
