import { DocumentGuard } from '../../src/graphql/limits/document-guard.js';
import { TrustedDocuments } from '../../src/graphql/trusted-documents.js';
import { ourSchema } from '../../tools/our-schema.js';
import { asks, gets, sends } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

const OPTIONS = 'query Options {\n  authOptions {\n    passwordMinLength\n  }\n}';
const CHECK = 'query Check($password: String!) { checkPassword(password: $password) { acceptable } }';
const LOGOUT = 'mutation Logout { logout { success } }';
const ANSWER = { data: { authOptions: { passwordMinLength: 8 } } };

const manifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: 'options-id', name: 'Options', type: 'query', body: OPTIONS },
    { id: 'check-id', name: 'Check', type: 'query', body: CHECK },
    { id: 'logout-id', name: 'Logout', type: 'mutation', body: LOGOUT },
  ],
};

const byId = (sha256Hash: unknown, more = {}) =>
  JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash } }, ...more });

async function read(text: string): Promise<TrustedDocuments> {
  const schema = await ourSchema();
  return TrustedDocuments.read(text, schema, new DocumentGuard(schema));
}

async function trusting(): Promise<World> {
  return world({ server: { trustedDocuments: await read(JSON.stringify(manifest)) } });
}

describe('where there is a list of trusted documents', () => {
  it('an operation runs by its id, with its variables', async () => {
    const { url } = await trusting();

    expect((await sends(url, byId('options-id'))).json).toEqual(ANSWER);
    expect((await sends(url, byId('options-id', { operationName: 'Options' }))).json).toEqual(ANSWER);
    expect((await sends(url, byId('check-id', { variables: { password: 'x' } }))).json).toEqual({
      data: { checkPassword: { acceptable: false } },
    });
    expect((await sends(url, byId('logout-id'))).json).toEqual({ data: { logout: { success: true } } });
  });

  it('an operation runs by its text, however it is spaced', async () => {
    const { url } = await trusting();

    expect((await asks(url, OPTIONS)).json).toEqual(ANSWER);
    expect((await asks(url, 'query Options{authOptions{passwordMinLength}}')).json).toEqual(ANSWER);
    expect((await sends(url, byId('options-id', { query: OPTIONS }))).json).toEqual(ANSWER);
  });

  it('a query runs by GET, and a mutation does not', async () => {
    const { url } = await trusting();
    const get = (id: string) => {
      const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: id } });
      return gets(`${url}/graphql?extensions=${encodeURIComponent(extensions)}`, { 'apollo-require-preflight': '1' });
    };

    expect((await get('options-id')).json).toEqual(ANSWER);
    expect((await get('logout-id')).status).toBe(405);
  });

  it('nothing else runs', async () => {
    const { url } = await trusting();
    const refused = [
      await asks(url, '{ authOptions { passwordMinLength } }'),
      await asks(url, '{ __schema { queryType { name } } }'),
      await asks(url, '{ __typename }'),
      await asks(url, `${OPTIONS} query Other { me { id } }`),
      await asks(url, 'not GraphQL "'),
      await asks(url, ''),
      await sends(url, byId('unknown')),
      await sends(url, byId(['options-id'])),
      await sends(url, byId(null)),
      await sends(url, byId('__proto__')),
      await sends(url, byId('options-id', { query: '{ me { id } }' })),
      await gets(`${url}/graphql?query={me{id}}`, { 'apollo-require-preflight': 'true' }),
    ];

    for (const answer of refused) {
      expect(answer.status).toBe(400);
      expect(answer.code).toBe('DOCUMENT_NOT_TRUSTED');
    }
  });

  it('the same requests run where there is none: the control', async () => {
    const { url } = await world();

    expect((await asks(url, '{ authOptions { passwordMinLength } }')).json).toEqual(ANSWER);
    expect((await asks(url, '{ __schema { queryType { name } } }')).status).toBe(200);
  });

  it('the server’s own pages still work', async () => {
    const { url } = await trusting();
    const body = new URLSearchParams({ token: 'none' });

    expect((await fetch(`${url}/verify-email`, { method: 'POST', body })).status).toBe(422);
  });
});

describe('a list of trusted documents', () => {
  it('is refused with every fault named', async () => {
    const operations = [
      { id: 'a', name: 'A', type: 'query', body: 'query A { nothing }' },
      { id: 'b', name: 'Other', type: 'mutation', body: 'query B { __typename }' },
      { id: 'b', name: 'B', type: 'query', body: 'query B { __typename }' },
      { id: 'c', name: 'C', type: 'query', body: 'query C {' },
      { id: 'd', name: 'D', type: 'query', body: 'query D { __typename } query E { __typename }' },
      { id: 'f', name: 'F', type: 'query', body: `query F { ${'__typename '.repeat(21)} }` },
      { id: 'g' },
    ];

    await expect(read(JSON.stringify({ ...manifest, operations }))).rejects.toThrow(
      [
        'The trusted documents are not right:',
        '- each operation needs an "id" and a "body", both texts',
        '- operation a: Cannot query field "nothing" on type "Query".',
        '- operation b: "name" is not that of the operation',
        '- operation b: "type" is not that of the operation',
        '- operation b: the id is there twice',
        '- operation c: Syntax Error: Expected Name, found <EOF>.',
        '- operation d: the body must hold one operation and its fragments',
        '- operation f: This document is refused because it has too many root fields: at most 20 are allowed.',
      ].join('\n'),
    );
  });

  it('is refused where it is none', async () => {
    await expect(read('nonsense')).rejects.toThrow('the file is not JSON');
    await expect(read('[]')).rejects.toThrow('"format" must be "apollo-persisted-query-manifest"');
    await expect(read('{}')).rejects.toThrow('"operations" must be a list of at least one');
    await expect(read(JSON.stringify({ ...manifest, version: 2 }))).rejects.toThrow('"version" must be 1');
  });
});
