import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, freePort, Program } from '../support/program.js';
import { asks, gets } from '../support/raw-request.js';

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse staple 7';
const TOKENS = 'tokens { accessToken refreshToken tokenType } errors { code }';
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { ${TOKENS} } }`;
const ME = '{ me { email emailVerified } }';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

describe('the program, started with no settings', () => {
  it('says where Sandbox and the mailbox are, and keeps its data in ./data', async () => {
    const folder = emptyFolder();
    const program = Program.start({}, folder);
    const url = await program.isReady();

    expect(program.stdout).toContain(`Sandbox  ${url.replace('127.0.0.1', 'localhost')}/graphql`);
    expect(program.stdout).toContain(`Mailbox  ${url.replace('127.0.0.1', 'localhost')}/dev/mailbox`);
    expect(program.stderr).toBe('');
    expect(existsSync(join(folder, 'data/users.db'))).toBe(true);
    const page = await gets(`${url}/graphql`, { accept: 'text/html' });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('sandbox');
  });

  it('starts from its sources, too', async () => {
    const program = Program.startFromSource();

    expect((await gets(`${await program.isReady()}/readyz`)).status).toBe(200);
  });

  it('takes an account through its first day', async () => {
    const port = await freePort();
    const url = await Program.start({ PORT: String(port) }).isReady();

    const register = `mutation ($input: RegisterInput!) { register(input: $input) { verificationEmailSent errors { code } } }`;
    expect(await dataOf(asks(url, register, { input: { email: EMAIL, password: PASSWORD } }))).toEqual({
      register: { verificationEmailSent: true, errors: [] },
    });
    const early = await dataOf(asks(url, LOGIN, { input: { identifier: EMAIL, password: PASSWORD } }));
    expect(early).toMatchObject({ login: { tokens: null, errors: [{ code: 'EMAIL_NOT_VERIFIED' }] } });

    const link = await linkOfNewestMail(url);
    expect(link.origin).toBe(`http://localhost:${port}`);
    const verify = 'mutation ($token: String!) { verifyEmail(input: { token: $token }) { email errors { code } } }';
    expect(await dataOf(asks(url, verify, { token: link.searchParams.get('token') }))).toEqual({
      verifyEmail: { email: EMAIL, errors: [] },
    });

    const signedIn = await logsIn(url);
    expect((await asks(url, ME, {}, bearer(signedIn))).json).toEqual({
      data: { me: { email: EMAIL, emailVerified: true } },
    });

    const refreshed = await refreshes(url, signedIn);
    expect(refreshed.refreshToken).not.toBe(signedIn.refreshToken);
    expect((await asks(url, ME, {}, bearer(refreshed))).json.errors).toBeUndefined();

    const logout = 'mutation { logout { success errors { code } } }';
    expect(await dataOf(asks(url, logout, {}, bearer(refreshed)))).toEqual({ logout: { success: true, errors: [] } });
    for (const tokens of [signedIn, refreshed]) {
      expect((await asks(url, ME, {}, bearer(tokens))).json).toMatchObject({
        data: { me: null },
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' } }],
      });
    }
  });

  it('keeps accounts, sessions and keys over a restart', async () => {
    const folder = emptyFolder();
    const environment = { PORT: String(await freePort()), EMAIL_VERIFICATION: 'optional' };
    const before = Program.start(environment, folder);
    const url = await before.isReady();
    const register = `mutation ($input: RegisterInput!) { register(input: $input) { ${TOKENS} } }`;
    const { register: registered } = await dataOf(asks(url, register, { input: { email: EMAIL, password: PASSWORD } }));
    const { tokens } = registered as { tokens: Tokens };
    const keys = (await gets(`${url}/.well-known/jwks.json`)).text;
    expect(await before.stops()).toBe(0);

    await Program.start(environment, folder).isReady();

    expect((await gets(`${url}/.well-known/jwks.json`)).text).toBe(keys);
    expect(await dataOf(asks(url, ME, {}, bearer(tokens)))).toMatchObject({ me: { email: EMAIL } });
    await refreshes(url, tokens);
    await logsIn(url);
  });
});

async function logsIn(url: string): Promise<Tokens> {
  const { login } = await dataOf(asks(url, LOGIN, { input: { identifier: EMAIL, password: PASSWORD } }));
  expect(login).toMatchObject({ tokens: { tokenType: 'Bearer' }, errors: [] });
  return (login as { tokens: Tokens }).tokens;
}

async function refreshes(url: string, { refreshToken }: Tokens): Promise<Tokens> {
  const document = `mutation ($input: RefreshInput) { refresh(input: $input) { ${TOKENS} } }`;
  const { refresh } = await dataOf(asks(url, document, { input: { refreshToken } }));
  expect(refresh).toMatchObject({ tokens: { tokenType: 'Bearer' }, errors: [] });
  return (refresh as { tokens: Tokens }).tokens;
}

/** Mail is sent in the background. */
async function linkOfNewestMail(url: string): Promise<URL> {
  for (const deadline = performance.now() + 5_000; performance.now() < deadline;) {
    const link = /http:\/\/localhost:\d+\/verify-email\?token=[\w-]+/.exec(
      (await gets(`${url}/dev/mailbox.json`)).text,
    )?.[0];
    if (link !== undefined) return new URL(link);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no mail came');
}

async function dataOf(asked: ReturnType<typeof asks>): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = (await asked).json;
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

function bearer({ accessToken }: Tokens): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${accessToken}` };
}
