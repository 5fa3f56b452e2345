import { readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery } from 'graphql';
import { DocumentGuard } from '../../src/graphql/limits/document-guard.js';
import { committed } from '../schema/committed-file.js';
import { ourSchema } from '../../tools/our-schema.js';
import { asks, sends } from '../support/raw-request.js';
import { world } from '../support/world.js';

const OPERATIONS = ['account', 'fragments', 'me', 'roles', 'sign-in', 'sign-up'];

/** A page of an administration as it is usual: everything of a hundred users. */
const USERS_PAGE = (first: string, events: string) => `query Users($first: Int = 20, $events: Int) {
  adminUsers(first: ${first}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor }
    nodes {
      id email emailVerified username name isAdmin status createdAt lastLoginAt
      roles { id name permissions }
      sessions { id deviceName ip createdAt lastUsedAt }
      identities { id provider }
      events(first: ${events}) { nodes { id name createdAt ip metadata } pageInfo { hasNextPage } }
    }
  }
  roles { id name userCount }
  permissions { name description }
}`;

describe('the limits on documents', () => {
  it('leave room for every introspection query', async () => {
    const guard = new DocumentGuard(await ourSchema());
    const options = [
      {},
      { descriptions: false },
      {
        schemaDescription: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        inputValueDeprecation: true,
        oneOf: true,
      },
    ];

    for (const option of options) expect(guard.refusal(getIntrospectionQuery(option))).toBeNull();
  });

  it('leave room for the operations of the README and of these tests', async () => {
    const guard = new DocumentGuard(await ourSchema());
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const blocks = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');

    expect(blocks.length).toBeGreaterThan(5);
    for (const block of blocks) expect(guard.refusal(block)).toBeNull();
    const ours = OPERATIONS.map((name) => committed(`tests/operations/${name}.graphql`)).join('\n');
    // All at once they are more operations than one document may have.
    expect(new DocumentGuard(await ourSchema(), { definitions: 100 }).refusal(ours)).toBeNull();
  });

  it('leave room for a page of a hundred users with their roles, sessions and events', () => {
    const guard = new DocumentGuard(buildSchema(committed('tests/schema/contract.graphql')));

    expect(guard.refusal(USERS_PAGE('100', '20'))).toBeNull();
    expect(guard.refusal(USERS_PAGE('$first', '$events'), { first: 100, events: 20 })).toBeNull();
  });

  it('count a page by what it asks for, in the document, in a variable or by default', () => {
    const guard = new DocumentGuard(buildSchema(committed('tests/schema/contract.graphql')));
    const refused = (first: string, events: string, variables = {}) =>
      guard.refusal(USERS_PAGE(first, events), variables)?.extensions['code'] ?? null;

    expect(refused('100', '100')).toBe('QUERY_TOO_COMPLEX');
    expect(refused('$first', '$events', { first: 100, events: 100 })).toBe('QUERY_TOO_COMPLEX');
    expect(refused('$first', '$events', { events: 100 })).toBeNull();
    expect(refused('$first', '100', { first: 10 })).toBeNull();
    expect(refused('1', '100')).toBeNull();
    // More than a page may have is for the field to refuse, with the words for it.
    expect(refused('1000000', '1')).toBeNull();
  });

  it('judge a document anew where only its variables differ', () => {
    const guard = new DocumentGuard(buildSchema(committed('tests/schema/contract.graphql')));
    const query = USERS_PAGE('$first', '$events');

    expect(guard.refusal(query, { first: 1, events: 1 })).toBeNull();
    expect(guard.refusal(query, { first: 100, events: 100 })).not.toBeNull();
    expect(guard.refusal(query, { first: 1, events: 1 })).toBeNull();
  });

  it('say what is too much, in the media type that was asked for', async () => {
    const { url } = await world();
    const query = `{ ${'__typename '.repeat(21)} }`;

    const answer = await asks(url, query, {}, { accept: 'application/graphql-response+json' });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(answer.json).toEqual({
      errors: [
        {
          message: 'This document is refused because it has too many root fields: at most 20 are allowed.',
          extensions: { code: 'QUERY_TOO_COMPLEX' },
        },
      ],
    });
  });

  it('hold for a query in the address, too', async () => {
    const { url } = await world();
    const query = encodeURIComponent(`{ ${'__typename '.repeat(21)} }`);
    const get = (headers: Record<string, string>) => fetch(`${url}/graphql?query=${query}`, { headers });

    const answer = await get({ 'apollo-require-preflight': 'true' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('QUERY_TOO_COMPLEX');
    expect(await (await get({})).text()).toContain('BAD_USER_INPUT');
  });

  it('hold in production as well', async () => {
    const { url } = await world({ introspection: false });

    expect((await asks(url, `{ ${'__typename '.repeat(21)} }`)).code).toBe('QUERY_TOO_COMPLEX');
    expect((await sends(url, `[${JSON.stringify({ query: '{ __typename }' })}]`)).code).toBe('BAD_USER_INPUT');
  });
});
