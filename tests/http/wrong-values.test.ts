import { asks } from '../support/raw-request.js';
import { world } from '../support/world.js';

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { errors { code } } }';
/** Digits, so that it can stand as a number, too. */
const SECRET = '9876543219876';

describe('a value of the wrong type', () => {
  it('is never repeated where it came as a variable', async () => {
    const here = await world();
    const wrong = [
      { password: Number(SECRET) },
      { password: { nested: SECRET } },
      { password: [SECRET] },
      { password: true, identifier: Number(SECRET) },
      { password: SECRET, [`unknown1`]: SECRET },
      { password: SECRET, identifier: null },
      { password: null, identifier: SECRET },
    ];

    for (const input of wrong) {
      const answer = await asks(here.url, LOGIN, { input: { identifier: 'alice@example.com', ...input } });
      expect(answer.status).toBe(400);
      expect(answer.code).toBe('BAD_USER_INPUT');
      expect(answer.text).not.toContain(SECRET);
    }
    expect(JSON.stringify(here.log.lines)).not.toContain(SECRET);
  });

  it('is never repeated where the whole input is something else', async () => {
    const { url } = await world();

    for (const input of [SECRET, Number(SECRET), [SECRET], null]) {
      const answer = await asks(url, LOGIN, { input });
      expect(answer.code).toBe('BAD_USER_INPUT');
      expect(answer.text).not.toContain(SECRET);
    }
  });

  it('is never repeated where it stands in the document', async () => {
    const here = await world();

    for (const literal of [SECRET, `{ nested: "${SECRET}" }`, `[${SECRET}]`, `X${SECRET}`, `${SECRET}.5`]) {
      const query = `mutation { login(input: { identifier: "alice@example.com", password: ${literal} }) { errors { code } } }`;
      const answer = await asks(here.url, query);
      expect(answer.status).toBe(400);
      expect(answer.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(answer.text).not.toContain(SECRET);
    }
    expect(JSON.stringify(here.log.lines)).not.toContain(SECRET);
  });

  it('is not repeated where the document breaks off in it', async () => {
    const answer = await asks((await world()).url, `mutation { login(input: { password: "x" "${SECRET}`);

    expect(answer.code).toBe('GRAPHQL_PARSE_FAILED');
    expect(answer.text).not.toContain(SECRET);
  });

  it('is told of with its place, so that it can be found', async () => {
    const { url } = await world();

    const wrongType = await asks(url, LOGIN, { input: { identifier: 'alice', password: 1 } });
    expect(wrongType.message).toBe(
      'Variable "$input" got an invalid value at "input.password"; String cannot represent a non string value.',
    );
    const missing = await asks(url, LOGIN, { input: { identifier: 'alice' } });
    expect(missing.message).toBe(
      'Variable "$input" got an invalid value; Field "password" of required type "String!" was not provided.',
    );
    const unknown = await asks(url, LOGIN, { input: { identifier: 'alice', password: 'x', otp: '1' } });
    expect(unknown.message).toBe(
      'Variable "$input" got an invalid value; Field "otp" is not defined by type "LoginInput".',
    );
  });

  it('takes nothing with it: no try is counted and nothing is recorded', async () => {
    const here = await world();
    await asks(here.url, LOGIN, { input: { identifier: 'alice@example.com', password: 1 } });

    expect(await (await here.inspect()).eventNames()).toEqual([]);
  });
});
