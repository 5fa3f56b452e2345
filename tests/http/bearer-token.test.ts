import { asks } from '../support/raw-request.js';
import { world } from '../support/world.js';

const ME = '{ me { email } }';
const PUBLIC = '{ authOptions { passwordMinLength } checkPassword(password: "correct horse staple 7") { acceptable } }';
const MALFORMED = [
  'Bearer',
  'Bearer ',
  'Bearer a b',
  'Bearer  a b',
  'Bearer not-a-token',
  'Bearer a.b.c',
  'Bearer null',
  'Basic YWxpY2U6eA==',
  'Token x',
  'x',
  `Bearer ${'x'.repeat(8_000)}`,
  // A header that says "none", which must not be believed.
  `Bearer ${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.`,
];

describe('a bad bearer token', () => {
  it('is an error for a field that may need a user', async () => {
    const { url } = await world();

    for (const authorization of MALFORMED) {
      const { json } = await asks(url, ME, {}, { authorization });
      expect(json.data).toEqual({ me: null });
      expect(json.errors).toMatchObject([
        { path: ['me'], extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' } },
      ]);
    }
  });

  it('never hinders what anyone may ask', async () => {
    const { url } = await world({ limits: { 'login.client': null, 'login.failures': null } });
    const login = 'mutation { login(input: { identifier: "nobody", password: "nothing" }) { errors { code } } }';

    for (const authorization of MALFORMED) {
      expect((await asks(url, PUBLIC, {}, { authorization })).json).toEqual({
        data: { authOptions: { passwordMinLength: 8 }, checkPassword: { acceptable: true } },
      });
      expect((await asks(url, login, {}, { authorization })).json).toEqual({
        data: { login: { errors: [{ code: 'INVALID_CREDENTIALS' }] } },
      });
    }
  });

  it('spoils the fields that need a user and leaves the others of the same document', async () => {
    const { url } = await world();

    const { json } = await asks(
      url,
      '{ authOptions { passwordMinLength } me { email } }',
      {},
      { authorization: 'Bearer x' },
    );

    expect(json.data).toEqual({ authOptions: { passwordMinLength: 8 }, me: null });
    expect(json.errors).toHaveLength(1);
  });

  it('is repeated in no answer and no log line', async () => {
    const here = await world();
    const authorization = 'Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.a-signature-of-nobody';

    const answer = await asks(here.url, ME, {}, { authorization });

    expect(answer.text + JSON.stringify(here.log.lines)).not.toMatch(/eyJ|a-signature/);
  });
});

describe('a good bearer token', () => {
  it('is known in any spelling of the scheme (RFC 9110, section 11.1)', async () => {
    const here = await world();
    const token = (await here.person('Alice').joins()).tokens?.accessToken;

    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer ']) {
      const { json } = await asks(here.url, ME, {}, { authorization: `${scheme} ${token}` });
      expect(json).toEqual({ data: { me: { email: 'alice@example.com' } } });
    }
  });

  it('is refused where a single character was changed', async () => {
    const here = await world();
    const token = (await here.person('Alice').joins()).tokens?.accessToken ?? '';
    const [header = '', claims = '', signature = ''] = token.split('.');
    const forged = [
      `${header}.${claims}.${flipped(signature)}`,
      `${header}.${flipped(claims)}.${signature}`,
      `${flipped(header)}.${claims}.${signature}`,
      `${header}.${claims}.`,
    ];

    for (const wrong of forged) {
      expect((await asks(here.url, ME, {}, { authorization: `Bearer ${wrong}` })).json.errors).toMatchObject([
        { extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' } },
      ]);
    }
  });

  it('is not asked for by `me`, which is null without one', async () => {
    const { url } = await world();

    expect((await asks(url, ME)).json).toEqual({ data: { me: null } });
  });

  it('is asked for where a mutation needs a user', async () => {
    const { url } = await world();

    const { json } = await asks(url, 'mutation { revokeOtherSessions { revokedCount } }');

    expect(json.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING' } }]);
  });
});

/** With another character in the middle, where no bit is padding. */
function flipped(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)}${text[middle] === 'A' ? 'B' : 'A'}${text.slice(middle + 1)}`;
}
