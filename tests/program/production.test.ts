import { getIntrospectionQuery } from 'graphql';
import { Program } from '../support/program.js';
import { asks, gets } from '../support/raw-request.js';
import { freshPostgres } from '../support/test-database.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  SECRET_KEY: 'a secret key for these tests alone, 0123456789',
  PUBLIC_URL: 'https://users.example.com',
  SMTP_URL: 'smtp://127.0.0.1:1',
};

describe('the program in production', () => {
  it('shows no Sandbox, no schema and no mailbox', async () => {
    const program = Program.start(PRODUCTION);
    const url = await program.isReady();

    const page = await gets(`${url}/graphql`, { accept: 'text/html' });
    expect(page.text).not.toMatch(/sandbox|<html/i);
    expect(page.status).toBe(400);
    expect((await asks(url, getIntrospectionQuery())).code).toBe('GRAPHQL_VALIDATION_FAILED');
    for (const path of ['/dev/mailbox', '/dev/mailbox.json', '/dev/mailbox/1']) {
      expect((await gets(url + path)).status).toBe(404);
    }
    expect((await gets(`${url}/readyz`)).status).toBe(200);
  });

  it('tells no more on PostgreSQL, however often it is asked: suggestions, types and metrics included', async () => {
    const database = await freshPostgres();
    const program = Program.start({ ...PRODUCTION, DATABASE_URL: database.url });
    const url = await program.isReady();

    for (let time = 0; time < 3; time += 1) {
      for (const query of [
        '{ __schema { types { name } } }',
        '{ ... on Query { a: __type(name: "User") { name } } }',
        'query Q { ...F } fragment F on Query { __schema { queryType { name } } }',
      ]) {
        const answer = await asks(url, query);
        expect([query, answer.status, answer.code]).toEqual([query, 400, 'GRAPHQL_VALIDATION_FAILED']);
        expect(answer.json.data).toBeUndefined();
      }
      const typos = [
        await asks(url, '{ mee { id } }'),
        await asks(url, 'mutation { logn { __typename } }'),
        await asks(url, 'query ($i: LoginInpt!) { me { id } }'),
        await asks(url, 'mutation ($i: LoginInput!) { login(input: $i) { errors { code } } }', {
          i: { identifie: 'x' },
        }),
      ];
      for (const { text } of typos) expect(text).not.toMatch(/did you mean|"login"|LoginInput"|authOptions/i);
      expect((await gets(`${url}/metrics`, { 'x-forwarded-for': '192.0.2.1' })).status).toBe(401);
      expect((await gets(`${url}/dev/mailbox`)).status).toBe(404);
      expect((await gets(`${url}/graphql`, { accept: 'text/html' })).status).toBe(400);
    }
    await program.stops();
    await database.drop();
  }, 60_000);

  it('tells browsers to stay with https, and allows no origin that was not listed', async () => {
    const url = await Program.start(PRODUCTION).isReady();

    for (const origin of ['http://localhost:3000', 'https://studio.apollographql.com']) {
      const { headers } = await asks(url, '{ me { id } }', {}, { origin });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
    }
    const own = await asks(url, '{ me { id } }', {}, { origin: PRODUCTION.PUBLIC_URL });
    expect(own.headers.get('access-control-allow-origin')).toBe(PRODUCTION.PUBLIC_URL);
  });

  it('logs one JSON object a line, and no secret', async () => {
    const program = Program.start(PRODUCTION);
    const url = await program.isReady();
    const login =
      'mutation { login(input: { identifier: "ada@example.com", password: "hunter2-hunter2" }) { errors { code } } }';
    await asks(url, login, {}, { authorization: 'Bearer the-token-of-somebody' });
    await program.stops();

    const lines = program.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['listening', 'request', 'stopping', 'stopped']),
    );
    expect(program.output).not.toMatch(/hunter2|the-token-of-somebody|a secret key/);
  });

  it('may show Sandbox and the schema where it is told to', async () => {
    const url = await Program.start({ ...PRODUCTION, SANDBOX: 'on', INTROSPECTION: 'true' }).isReady();

    expect((await gets(`${url}/graphql`, { accept: 'text/html' })).text).toMatch(/sandbox/i);
    expect((await asks(url, getIntrospectionQuery())).json.errors).toBeUndefined();
  });
});
