import { getIntrospectionQuery } from 'graphql';
import { asks } from '../support/raw-request.js';
import { world } from '../support/world.js';

describe('introspection', () => {
  it('tells the schema where it is on', async () => {
    const { json } = await asks((await world()).url, getIntrospectionQuery());

    expect(json.errors).toBeUndefined();
    expect(JSON.stringify(json.data)).toContain('"RegisterPayload"');
  });

  it('is refused where it is off, by every way to it', async () => {
    const { url } = await world({ introspection: false });
    const documents = [
      getIntrospectionQuery(),
      '{ __schema { types { name } } }',
      '{ __type(name: "User") { name } }',
      '{ a: __schema { queryType { name } } }',
      'query { ...F } fragment F on Query { __schema { queryType { name } } }',
    ];

    for (const document of documents) {
      const answer = await asks(url, document);
      expect(answer.status).toBe(400);
      expect(answer.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(answer.text).not.toMatch(/"(User|UserError|__Schema)"/);
    }
  });

  it('leaves `__typename`, which clients need, where it is off', async () => {
    const { url } = await world({ introspection: false });

    expect((await asks(url, '{ __typename authOptions { __typename } }')).json).toEqual({
      data: { __typename: 'Query', authOptions: { __typename: 'AuthOptions' } },
    });
  });
});

describe('a mistake in a document', () => {
  const MISTAKES = [
    '{ authOption { passwordMinLength } }',
    '{ authOptions { passwordMinLengt } }',
    '{ checkPassword(passwor: "x") { acceptable } }',
    'mutation { login(input: { identifie: "x", password: "x" }) { errors { code } } }',
    'query ($input: LoginInpu!) { me { id } }',
  ];

  it('is helped with where introspection is on', async () => {
    const { url } = await world();

    for (const mistake of MISTAKES) expect((await asks(url, mistake)).text).toContain('Did you mean');
  });

  it('is not helped with where introspection is off: suggestions would tell the schema, word by word', async () => {
    const { url } = await world({ introspection: false });

    for (const mistake of MISTAKES) {
      const answer = await asks(url, mistake);
      expect(answer.status).toBe(400);
      expect(answer.text).not.toMatch(/did you mean/i);
    }
  });

  it('is not helped with in a variable either', async () => {
    const { url } = await world({ introspection: false });
    const document = 'mutation ($input: LoginInput!) { login(input: $input) { errors { code } } }';

    const answer = await asks(url, document, { input: { identifie: 'x', identifier: 'x', password: 'x' } });

    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.text).not.toMatch(/did you mean/i);
  });
});
