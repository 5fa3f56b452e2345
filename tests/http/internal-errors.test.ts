import { asks, gets, sends } from '../support/raw-request.js';
import { world, type World } from '../support/world.js';

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { errors { code } } }';
const CREDENTIALS = { input: { identifier: 'alice@example.com', password: 'correct horse staple 7' } };
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('a fault of the server', () => {
  it('tells the client nothing but the number under which the log has it', async () => {
    const here = await brokenWorld();

    const answer = await asks(here.url, LOGIN, CREDENTIALS);

    const requestId = answer.headers.get('x-request-id');
    expect(requestId).toMatch(UUID);
    expect(answer.json).toEqual({
      data: null,
      errors: [
        {
          message: 'Something went wrong here.',
          locations: [{ line: 1, column: 34 }],
          path: ['login'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
        },
      ],
    });
    const [logged, ...more] = here.log.errors();
    expect(more).toEqual([]);
    expect(logged?.fields['requestId']).toBe(requestId);
    // Of an error from SQLite's driver, which another test file may have loaded, nothing but the code is known here.
    expect(String(logged?.fields['error'])).toMatch(/users|SQLITE_ERROR/);
  });

  it('keeps statements, tables, stacks and what was sent out of every header and byte', async () => {
    const here = await brokenWorld();

    const { text, headers } = await asks(here.url, LOGIN, CREDENTIALS);

    const everything = `${text}\n${JSON.stringify([...headers])}`;
    expect(everything).not.toMatch(/select|users|sql|no such|relation|\bat \w|node_modules|stack|correct horse|alice/i);
  });

  it('breaks one request and not the server', async () => {
    const here = await brokenWorld();
    await asks(here.url, LOGIN, CREDENTIALS);
    await (await here.inspect()).run('alter table elsewhere rename to users');

    const answer = await asks(here.url, LOGIN, CREDENTIALS);

    expect(answer.json).toEqual({ data: { login: { errors: [{ code: 'INVALID_CREDENTIALS' }] } } });
  });
});

describe('the number of a request', () => {
  it('is on every answer, another each time', async () => {
    const { url } = await world();
    const answers = [
      await asks(url, '{ me { id } }'),
      await asks(url, '{ me {'),
      await sends(url, 'not json'),
      await sends(url, 'x'.repeat(200_000)),
      await gets(`${url}/nothing`),
      await gets(`${url}/healthz`),
      await gets(`${url}/readyz`),
      await gets(`${url}/.well-known/jwks.json`),
    ];

    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(answers.length);
  });

  it('stands in the log line of the request, and is never what a stranger sent', async () => {
    const here = await world({ trustedProxies: 0 });

    const { headers } = await asks(here.url, '{ me { id } }', {}, { 'x-request-id': 'forged-by-a-stranger' });

    const id = headers.get('x-request-id');
    expect(id).toMatch(UUID);
    expect(await requestLines(here)).toMatchObject([
      { fields: { requestId: id, method: 'POST', path: '/graphql', status: 200 } },
    ]);
  });
});

/** Its users are nowhere to be found. */
async function brokenWorld(): Promise<World> {
  const here = await world();
  await (await here.inspect()).run('alter table users rename to elsewhere');
  return here;
}

/** The line is written when the answer has gone, so a client may be faster. */
async function requestLines({ log }: World) {
  const lines = () => log.lines.filter(({ message }) => message === 'request');
  for (const deadline = performance.now() + 5_000; lines().length === 0 && performance.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return lines();
}
