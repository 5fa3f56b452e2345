import { asks, gets, type RawAnswer, sends } from '../support/raw-request.js';
import { world } from '../support/world.js';

const AUTH_OPTIONS = '{ authOptions { passwordMinLength } }';
const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { errors { code path } } }';

describe('a request that is no GraphQL request', () => {
  it('is told that its JSON is none', async () => {
    const { url } = await world();

    for (const body of [
      '{"query": "{ me',
      'not json',
      '{"query": "{ me { id } }",}',
      '"',
      '{"__proto__": {"a": 1}, "query": 1}',
    ]) {
      const answer = await sends(url, body);
      expectRefusal(answer, 400);
      expect(answer.message).toBe('The body is not valid JSON.');
    }
  });

  it('is told that its body is empty', async () => {
    const answer = await sends((await world()).url, '');

    expectRefusal(answer, 400);
    expect(answer.message).toBe('The body is empty; send a JSON object with "query".');
  });

  it('is refused where its JSON is no object, a batch included', async () => {
    const { url } = await world();

    for (const body of [
      '[]',
      `[${JSON.stringify({ query: AUTH_OPTIONS })}]`,
      'null',
      '1',
      '"{ me { id } }"',
      '{}',
      '{"query": 1}',
    ]) {
      expectRefusal(await sends(url, body), 400);
    }
  });

  it('is refused where its variables are no object', async () => {
    const { url } = await world();

    for (const variables of ['"x"', '[1]', '1']) {
      expectRefusal(await sends(url, `{"query": "${AUTH_OPTIONS}", "variables": ${variables}}`), 400);
    }
  });

  it('is refused in any other content type, so that no form of another page can send one', async () => {
    const { url } = await world();
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ];

    for (const type of types) {
      const answer = await sends(url, JSON.stringify({ query: AUTH_OPTIONS }), { 'content-type': type });
      expectRefusal(answer, 415);
      expect(answer.message).toBe('Send the body as application/json.');
    }
  });

  it('is refused with a password of a megabyte, before anything is read into it', async () => {
    const here = await world();
    const password = 'x'.repeat(1_000_000);

    const answer = await asks(here.url, REGISTER, { input: { email: 'alice@example.com', password } });

    expectRefusal(answer, 413);
    expect(answer.message).toBe('The body is larger than 100 kB.');
    expect(await (await here.inspect()).rows('pending_registrations')).toEqual([]);
  });

  it('is told that there is nothing where it asked', async () => {
    const { url } = await world();

    for (const answer of [await gets(`${url}/nothing`), await gets(`${url}/graphql/x`), await gets(url)]) {
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/json');
      expect(answer.code).toBe('NOT_FOUND');
    }
  });
});

describe('a GraphQL request', () => {
  it('says where a document is malformed, and with which code', async () => {
    const { url } = await world();

    expectRefusal(await asks(url, '{ me {'), 400, 'GRAPHQL_PARSE_FAILED');
    expectRefusal(await asks(url, '{ nothing }'), 400, 'GRAPHQL_VALIDATION_FAILED');
    expectRefusal(await asks(url, '{ me }'), 400, 'GRAPHQL_VALIDATION_FAILED');
  });

  it('gets an e-mail address of ten kilobytes back as a user error', async () => {
    const { url } = await world();
    const email = `${'a'.repeat(10_000)}@example.com`;

    const answer = await asks(url, REGISTER, { input: { email, password: 'correct horse staple 7' } });

    expect(answer.json).toEqual({
      data: { register: { errors: [{ code: 'INVALID_EMAIL', path: ['input', 'email'] }] } },
    });
  });

  it('queries by GET only with a header that no page of another origin can set', async () => {
    const { url } = await world();
    const query = `${url}/graphql?query=${encodeURIComponent(AUTH_OPTIONS)}`;

    expect((await gets(query, { 'apollo-require-preflight': 'true' })).json).toEqual({
      data: { authOptions: { passwordMinLength: 8 } },
    });
    const bare = await gets(query);
    expectRefusal(bare, 400);
  });

  it('changes nothing by GET', async () => {
    const { url } = await world();
    const mutation = encodeURIComponent('mutation { logout { success } }');

    const answer = await gets(`${url}/graphql?query=${mutation}`, { 'apollo-require-preflight': 'true' });

    expectRefusal(answer, 405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('is refused where it names an operation that it does not have, or none of several', async () => {
    const { url } = await world();
    const query = 'query One { me { id } } query Two { me { id } }';

    expectRefusal(await sends(url, JSON.stringify({ query, operationName: 'Three' })), 400);
    expectRefusal(await sends(url, JSON.stringify({ query })), 400);
  });

  it('may be answered in the media type of GraphQL over HTTP', async () => {
    const { url } = await world();
    const accept = 'application/graphql-response+json';

    const answer = await asks(url, AUTH_OPTIONS, {}, { accept });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(accept);
  });
});

function expectRefusal(answer: RawAnswer, status: number, code = 'BAD_USER_INPUT'): void {
  expect({ status: answer.status, type: answer.headers.get('content-type')?.split(';')[0], code: answer.code }).toEqual(
    {
      status,
      type: 'application/json',
      code,
    },
  );
  expect(answer.json.data ?? null).toBeNull();
  expect(answer.text).not.toMatch(/\n\s+at |stacktrace/);
}
