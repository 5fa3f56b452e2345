import { createHash, randomBytes } from 'node:crypto';
import { milliseconds, minutes, seconds } from '../../src/kernel/duration.js';
import { MyIdentitiesDocument, ProvidersDocument } from '../operations/operations.js';
import { BrowserTab } from '../support/browser-tab.js';
import { world } from '../support/world.js';
import { exchanges, FRONTEND, goesThroughGoogle, signsInWithGoogle, worldWithGoogle } from './google.js';

const START = 'http://localhost:4000/auth/google';

describe('signing in by redirect', () => {
  it('makes an account on the first visit and finds it on the second', async () => {
    const here = await worldWithGoogle();

    const first = await signsInWithGoogle(here, 'Alice');
    const second = await signsInWithGoogle(here, 'Alice');

    expect(first).toMatchObject({
      user: { email: 'alice@example.com', emailVerified: true, hasPassword: false, name: 'Alice' },
      tokens: { tokenType: 'Bearer', refreshToken: expect.any(String) },
      errors: [],
    });
    expect(second.user?.id).toBe(first.user?.id);
    const tab = new BrowserTab(here);
    const { data } = await tab.asks(MyIdentitiesDocument, {}, first.tokens?.accessToken);
    expect(data?.me).toMatchObject({
      hasPassword: false,
      identities: [{ provider: 'google', email: 'alice@example.com' }],
    });
  });

  it('sends PKCE S256, state and nonce, and never a token or secret in a URL', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);

    const { url, passed } = await goesThroughGoogle(tab, 'Alice');
    const toProvider = new URL((await tab.opens(START)).passed[1] ?? '');

    expect(toProvider.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(toProvider.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    expect(toProvider.searchParams.get('redirect_uri')).toBe(`${START}/callback`);
    expect([...url.searchParams.keys()]).toEqual(['code']);
    const { tokens } = await exchanges(tab, url.searchParams.get('code') ?? '');
    for (const secret of [tokens?.accessToken, tokens?.refreshToken]) expect(passed.join(' ')).not.toContain(secret);
  });

  it('is offered with the URL that starts it, where it is configured', async () => {
    const asked = async (here: Awaited<ReturnType<typeof world>>) =>
      (await new BrowserTab(here).asks(ProvidersDocument, {})).data?.authOptions.providers;

    expect(await asked(await worldWithGoogle())).toEqual([{ id: 'google', name: 'Google', startUrl: START }]);
    expect(await asked(await world())).toEqual([]);
  });

  it('takes the address from the userinfo endpoint where the token has none', async () => {
    const here = await worldWithGoogle({}, { claimsInToken: false });

    expect((await signsInWithGoogle(here, 'Alice')).user).toMatchObject({ email: 'alice@example.com' });
  });

  it('works alike with any provider of that shape', async () => {
    const here = await worldWithGoogle({}, { ids: ['google', 'acme'] });
    const tab = new BrowserTab(here);

    const { url } = await goesThroughGoogle(tab, 'Alice', 'http://localhost:4000/auth/acme');
    const { tokens } = await exchanges(tab, url.searchParams.get('code') ?? '');

    const { data } = await tab.asks(MyIdentitiesDocument, {}, tokens?.accessToken);
    expect(data?.me?.identities).toMatchObject([{ provider: 'acme' }]);
  });

  it('is not there with a provider that is not configured', async () => {
    const here = await world();

    for (const path of ['/auth/google', '/auth/google/callback?state=x', '/auth/__proto__'])
      expect((await fetch(here.url + path, { redirect: 'manual' })).status).toBe(404);
  });

  it('opens no session before the code is traded', async () => {
    const here = await worldWithGoogle();
    await goesThroughGoogle(new BrowserTab(here), 'Alice');

    const inspector = await here.inspect();
    expect(await inspector.rows('sessions')).toEqual([]);
    expect(await inspector.eventNames()).toEqual(['user_registered', 'email_verified']);
  });

  it('records how somebody signed in', async () => {
    const here = await worldWithGoogle();
    await signsInWithGoogle(here, 'Alice');

    const events = await (await here.inspect()).rows('events');
    const told = events.map(({ name, metadata }) => [
      name,
      typeof metadata === 'string' ? (JSON.parse(metadata) as unknown) : metadata,
    ]);
    expect(told).toContainEqual(['user_registered', { method: 'google' }]);
    expect(told).toContainEqual(['user_login_success', { method: 'google' }]);
  });

  it('keeps nothing of it in caches', async () => {
    const here = await worldWithGoogle();
    const answer = await fetch(`${here.url}/auth/google`, { redirect: 'manual' });

    expect(answer.status).toBe(302);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^sign_in=[\w-]{43}; Path=\/; Max-Age=660; HttpOnly; SameSite=Lax$/,
    );
  });

  it('ties its cookie to this very host over https', async () => {
    const here = await worldWithGoogle({ publicUrl: 'https://users.example.com' });
    const answer = await fetch(`${here.url}/auth/google`, { redirect: 'manual' });

    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-sign_in=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/,
    );
  });
});

describe('where a sign-in returns to', () => {
  it('is handed on', async () => {
    const here = await worldWithGoogle();
    const start = `${START}?returnTo=${encodeURIComponent('/orders/7?tab=2#top')}`;

    const { url } = await goesThroughGoogle(new BrowserTab(here), 'Alice', start);

    expect(url.origin + url.pathname).toBe(`${FRONTEND}/auth/callback`);
    expect(url.searchParams.get('returnTo')).toBe('/orders/7?tab=2#top');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\/evil.example',
    'javascript:alert(1)',
    'orders',
    '',
    '/.//evil.example',
    '/a\\b',
    '/\u0085x',
    `/${'a'.repeat(1_000)}`,
  ])('is a path and nothing else: %j is malformed', async (returnTo) => {
    const here = await worldWithGoogle();
    const answer = await fetch(`${here.url}/auth/google?returnTo=${encodeURIComponent(returnTo)}`, {
      redirect: 'manual',
    });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });
});

describe('the code of the callback URL', () => {
  const code = ({ url }: { url: URL }) => url.searchParams.get('code') ?? '';

  it('is good once', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const landed = await goesThroughGoogle(tab, 'Alice');

    expect((await exchanges(tab, code(landed))).errors).toEqual([]);
    expect((await exchanges(tab, code(landed))).errors).toMatchObject([
      { code: 'INVALID_CODE', path: ['input', 'code'] },
    ]);
  });

  it('is good for a minute', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const landed = await goesThroughGoogle(tab, 'Alice');
    here.clock.passes(seconds(61));

    expect((await exchanges(tab, code(landed))).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
  });

  it('is of no use in another browser, and stays good in its own', async () => {
    const here = await worldWithGoogle();
    const [tab, elsewhere] = [new BrowserTab(here), new BrowserTab(here)];
    const landed = await goesThroughGoogle(tab, 'Alice');
    await goesThroughGoogle(elsewhere, 'Mallory');

    expect((await exchanges(elsewhere, code(landed))).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
    expect((await exchanges(new BrowserTab(here), code(landed))).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
    expect((await exchanges(tab, code(landed))).errors).toEqual([]);
  });

  it('is traded by its own secret where the frontend is on another site', async () => {
    const here = await worldWithGoogle();
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const landed = await goesThroughGoogle(new BrowserTab(here), 'Alice', `${START}?codeChallenge=${challenge}`);
    const frontend = new BrowserTab(here);

    expect((await exchanges(frontend, code(landed))).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
    expect((await exchanges(frontend, code(landed), { codeVerifier: 'guessed' })).errors).toMatchObject([
      { code: 'INVALID_CODE' },
    ]);
    expect((await exchanges(frontend, code(landed), { codeVerifier: verifier })).errors).toEqual([]);
  });

  it('dies with the account', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const landed = await goesThroughGoogle(tab, 'Alice');
    const inspector = await here.inspect();
    await inspector.run('delete from identities');

    expect((await exchanges(tab, code(landed))).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
  });

  it('signs nobody in who was suspended meanwhile', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const landed = await goesThroughGoogle(tab, 'Alice');
    await (await here.inspect()).run('update users set suspended_at = created_at');

    expect(await exchanges(tab, code(landed))).toMatchObject({ tokens: null, errors: [{ code: 'ACCOUNT_SUSPENDED' }] });
  });

  it('can hand the refresh token out as a cookie', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const landed = await goesThroughGoogle(tab, 'Alice');
    const { ExchangeSignInCodeDocument } = await import('../operations/operations.js');
    const input = { code: code(landed), refreshTokenDelivery: 'COOKIE' as const, deviceName: 'My tablet' };

    const { data } = await tab.asks(ExchangeSignInCodeDocument, { input });

    expect(data?.exchangeSignInCode.tokens?.refreshToken).toBeNull();
    expect(Object.keys(await tab.cookies())).toContain('refresh_token');
    expect(await (await here.inspect()).rows('sessions')).toMatchObject([{ device_name: 'My tablet' }]);
  });
});

describe('the way back from the provider', () => {
  /** The callback URL of a sign-in that has come back. */
  async function onTheWay(tab: BrowserTab): Promise<string> {
    const { passed } = await goesThroughGoogle(tab, 'Alice');
    const callback = passed.find((url) => url.startsWith(`${START}/callback`));
    if (!callback) throw new Error(`no callback among ${passed.join(', ')}`);
    return callback;
  }

  it('is open once', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const callback = await onTheWay(tab);

    expect((await tab.opens(callback)).url.searchParams.get('error')).toBe('invalid_state');
  });

  it.each(['', '?state=', '?code=x', '?state=unknown&code=x', '?state=a&state=b&code=x', '?error=access_denied'])(
    'leads nowhere without a state that was begun: %j',
    async (query) => {
      const here = await worldWithGoogle();
      const tab = new BrowserTab(here);
      await tab.opens(START);

      expect((await tab.opens(`${START}/callback${query}`)).url.href).toBe(
        `${FRONTEND}/auth/callback?error=invalid_state`,
      );
    },
  );

  it('is closed after ten minutes', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const { passed } = await tab.opens(`${START}?returnTo=/home`);
    const state = new URL(passed[1] ?? '').searchParams.get('state') ?? '';
    here.clock.passes(minutes(11));

    const { url } = await tab.opens(`${START}/callback?code=x&state=${state}`);

    expect(url.searchParams.get('error')).toBe('invalid_state');
  });

  it('says that the person did not agree', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const { url, page } = await tab.opens(`${START}?returnTo=/home`);
    const cancel = /href="([^"]*\/abort)"/.exec(page)?.[1] ?? '';

    const landed = await tab.opens(new URL(cancel, url).href);

    expect(landed.url.href).toBe(`${FRONTEND}/auth/callback?error=access_denied&returnTo=%2Fhome`);
  });

  it('may take its ten minutes, and the code its minute after that', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const page = await tab.opens(START);
    here.clock.passes(milliseconds(minutes(10) - 1_000));
    const { url } = await tab.submits(page, { login: 'Alice', password: 'any' });
    here.clock.passes(seconds(55));

    expect((await exchanges(tab, url.searchParams.get('code') ?? '')).errors).toEqual([]);
  });

  it('leads nowhere by way of another provider, whose code it might be (mix-up)', async () => {
    const here = await worldWithGoogle({}, { ids: ['google', 'acme'] });
    const tab = new BrowserTab(here);
    const page = await tab.opens(START);
    const state = new URL(page.passed[1] ?? '').searchParams.get('state') ?? '';

    const mixedUp = await tab.opens(`http://localhost:4000/auth/acme/callback?code=x&state=${state}`);

    expect(mixedUp.url.searchParams.get('error')).toBe('invalid_state');
    const { url } = await tab.submits(page, { login: 'Alice', password: 'any' });
    expect(url.searchParams.has('code')).toBe(true);
  });

  it('is not gone by whoever only asks whether it is there', async () => {
    const here = await worldWithGoogle();

    for (const path of ['/auth/google', '/auth/google/callback?state=x&code=y']) {
      const answer = await fetch(here.url + path, { method: 'HEAD', redirect: 'manual' });
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([405, null]);
    }
    expect(await (await here.inspect()).rows('provider_sign_ins')).toEqual([]);
  });

  it('serves two tabs of one browser at once', async () => {
    const here = await worldWithGoogle();
    const tab = new BrowserTab(here);
    const [one, other] = [await tab.opens(START), await tab.opens(START)];

    const first = await tab.submits(one, { login: 'Alice', password: 'any' });
    const second = await tab.submits(other, { login: 'Alice', password: 'any' });

    expect((await exchanges(tab, first.url.searchParams.get('code') ?? '')).errors).toEqual([]);
    expect((await exchanges(tab, second.url.searchParams.get('code') ?? '')).errors).toEqual([]);
  });
});
