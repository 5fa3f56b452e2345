import type { ServerResponse } from 'node:http';
import { SignJWT, UnsecuredJWT } from 'jose';
import { milliseconds, minutes, seconds } from '../../src/kernel/duration.js';
import { exchanges } from '../identities/google.js';
import { LoginWithGoogleDocument, type LoginWithGoogleMutation } from '../operations/operations.js';
import { BrowserTab } from '../support/browser-tab.js';
import { refusal } from '../support/device.js';
import { HostileProvider } from '../support/hostile-provider.js';
import { CLIENT } from '../support/identity-provider.mjs';
import { type World, world, type WorldOptions } from '../support/world.js';

const START = 'http://localhost:4000/auth/google';
let provider: HostileProvider;

beforeEach(async () => {
  provider = await HostileProvider.start();
});

afterEach(() => provider.stops());

function worldOf(options: WorldOptions = {}, appClientIds: readonly string[] = []): Promise<World> {
  const scopes = ['openid', 'email', 'profile'];
  const google = { id: 'google', name: 'Google', issuer: provider.issuer, scopes, appClientIds, ...CLIENT };
  return world({
    frontendUrl: 'https://app.example.com',
    now: new Date(),
    identityProviders: [google],
    providerLimits: { timeout: seconds(5), keyCooldown: milliseconds(0) },
    ...options,
  });
}

/** The `error` of a redirect sign-in; null where it went well. */
async function errorOf(here: World): Promise<string | null> {
  const { url } = await new BrowserTab(here).opens(START);
  return url.searchParams.get('error');
}

async function logsIn(
  here: World,
  idToken: string,
  nonce?: string,
): Promise<LoginWithGoogleMutation['loginWithGoogle']> {
  const input = { idToken, ...(nonce !== undefined && { nonce }) };
  return (await here.person('Anyone').device().asks(LoginWithGoogleDocument, { input })).loginWithGoogle;
}

const now = () => Math.floor(Date.now() / 1_000);
const hmac = (secret: string | Uint8Array) => (claims: object) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(typeof secret === 'string' ? new TextEncoder().encode(secret.padEnd(32, '\0')) : secret);

describe('an honest answer', () => {
  it('signs in, so that what follows is refused for its fault alone', async () => {
    const here = await worldOf();

    expect(await errorOf(here)).toBeNull();
    expect(await logsIn(here, await provider.idToken())).toMatchObject({
      user: { email: 'alice@example.com' },
      errors: [],
    });
  });
});

const forgeries: Readonly<Record<string, () => HostileProvider['misdeeds']>> = {
  'made for another client': () => ({ claims: { aud: 'another' } }),
  'made for another client too, without saying for whom': () => ({ claims: { aud: [CLIENT.clientId, 'another'] } }),
  'asked for by another client': () => ({ claims: { azp: 'another' } }),
  'of another issuer': () => ({ claims: { iss: 'https://accounts.google.com' } }),
  'of no issuer': () => ({ claims: { iss: undefined } }),
  expired: () => ({ claims: { iat: now() - 3_600, exp: now() - 60 } }),
  'that never expires': () => ({ claims: { exp: undefined } }),
  'not valid yet': () => ({ claims: { nbf: now() + 600 } }),
  'about nobody': () => ({ claims: { sub: undefined } }),
  'about nobody in particular': () => ({ claims: { sub: '' } }),
  'about a number': () => ({ claims: { sub: 7 } }),
  'not signed': () => ({ idToken: (claims) => new UnsecuredJWT(claims).encode() }),
  'signed with the client secret': () => ({ idToken: hmac(CLIENT.clientSecret) }),
  'signed with the public key as secret': () => ({
    idToken: async (claims) => hmac(new TextEncoder().encode(JSON.stringify(await provider.publicJwk())))(claims),
  }),
  'signed by another key under the same name': () => ({
    idToken: async (claims) => {
      const other = await HostileProvider.start();
      const [header] = (await provider.signs(claims)).split('.');
      const [, body, signature] = (await other.signs(claims)).split('.');
      await other.stops();
      return `${header}.${body}.${signature}`;
    },
  }),
};

describe.each(Object.entries(forgeries))('an ID token %s', (_what, misdeeds) => {
  it('makes no account and no session', async () => {
    const here = await worldOf();
    provider.misdeeds = misdeeds();

    expect(await errorOf(here)).toBe('identity_rejected');
    expect(await logsIn(here, await provider.idToken())).toMatchObject({
      tokens: null,
      errors: [{ code: 'IDENTITY_REJECTED' }],
    });
    const inspector = await here.inspect();
    expect(await inspector.rows('users')).toEqual([]);
    expect(await inspector.rows('sessions')).toEqual([]);
  });
});

describe.each([[false], [null], ['true'], ['false'], [1], [undefined]])('an address verified: %j', (email_verified) => {
  it('neither joins nor makes an account', async () => {
    const here = await worldOf();
    await here.person('Alice').joins();
    provider.misdeeds = { claims: { email_verified } };

    expect(await errorOf(here)).toBe('email_not_verified');
    expect((await logsIn(here, await provider.idToken())).errors).toMatchObject([{ code: 'IDENTITY_REJECTED' }]);
    expect(await (await here.inspect()).rows('identities')).toEqual([]);
  });
});

describe('what a provider says of somebody', () => {
  const told = async (here: World, claims: Readonly<Record<string, unknown>>) => {
    provider.misdeeds = { claims };
    return logsIn(here, await provider.idToken());
  };

  it.each(['ALICE@EXAMPLE.COM', 'Alice@Example.com', ' alice@example.com '])(
    'means the account of the same canonical address: %j',
    async (email) => {
      const here = await worldOf();
      const laptop = await here.person('Alice').joins();

      expect((await told(here, { email })).user?.id).toBe((await laptop.asksMe())?.id);
    },
  );

  it.each([
    'alice',
    'alice@',
    'alice@example.com\0',
    'a@example.com,alice@example.com',
    'alice@example.com\r\nBcc: x',
    7,
  ])('is nobody’s address where it is none: %j', async (email) => {
    const here = await worldOf();

    expect((await told(here, { email })).errors).toMatchObject([{ code: 'IDENTITY_REJECTED' }]);
    expect(await (await here.inspect()).rows('users')).toEqual([]);
  });

  it.each(['x'.repeat(10_000), 'x'.repeat(256), 'a\0b', '', 'ä', 7, null, { toString: 'alice' }])(
    'names nobody by a subject that is none: %#',
    async (sub) => {
      const here = await worldOf();

      expect((await told(here, { sub })).errors).toMatchObject([{ code: 'IDENTITY_REJECTED' }]);
      expect(await errorOf(here)).toBe('identity_rejected');
    },
  );

  it.each([
    { name: 'Alice\r\nBcc: everybody@example.com', locale: 'x'.repeat(10_000) },
    { name: 'x'.repeat(10_000), locale: '../../etc' },
    { name: '\u202eecilA', locale: { de: 1 } },
    { name: ['Alice'], locale: 7 },
    { name: 'a\0b', locale: '\0' },
  ])('is left out where it may not be a name or a language: %#', async (claims) => {
    const here = await worldOf();

    const { user, errors } = await told(here, claims);

    expect(errors).toEqual([]);
    expect(user).toMatchObject({ email: 'alice@example.com', name: null, locale: null });
  });
});

describe('the nonce', () => {
  it('of another sign-in is refused', async () => {
    const here = await worldOf();
    provider.misdeeds = { claims: { nonce: 'another' } };

    expect(await errorOf(here)).toBe('identity_rejected');
  });

  it('must not be missing', async () => {
    const here = await worldOf();
    provider.misdeeds = { claims: { nonce: undefined } };

    expect(await errorOf(here)).toBe('identity_rejected');
  });

  it('of an ID token is to be known to who shows it', async () => {
    const here = await worldOf();
    const [idToken, without] = [await provider.idToken('mine'), await provider.idToken()];

    for (const tried of [
      await logsIn(here, idToken),
      await logsIn(here, idToken, 'another'),
      await logsIn(here, without, 'mine'),
    ])
      expect(tried.errors).toMatchObject([{ code: 'IDENTITY_REJECTED', path: ['input', 'idToken'] }]);
    expect((await logsIn(here, idToken, 'mine')).errors).toEqual([]);
  });
});

describe('an ID token that is none', () => {
  it.each(['', 'not.a.token', 'x'.repeat(50_000)])('is refused: %#', async (idToken) => {
    const here = await worldOf();
    provider.misdeeds = { idToken: () => idToken };

    expect(await errorOf(here)).toMatch(/^(provider_unavailable|identity_rejected)$/);
    expect((await logsIn(here, idToken)).errors).toMatchObject([{ code: 'IDENTITY_REJECTED' }]);
  });
});

describe('an ID token that is shown again', () => {
  it('signs in once more within a minute, for a lost answer, and never later', async () => {
    const here = await worldOf();
    const idToken = await provider.idToken();
    const first = await logsIn(here, idToken);
    expect((await logsIn(here, idToken)).user?.id).toBe(first.user?.id);
    here.clock.passes(seconds(61));

    expect((await logsIn(here, idToken)).errors).toMatchObject([{ code: 'IDENTITY_REJECTED' }]);
    const respelled = `${idToken.slice(0, -1)}${idToken.endsWith('A') ? 'B' : 'A'}`;
    expect((await logsIn(here, respelled)).errors).toMatchObject([{ code: 'IDENTITY_REJECTED' }]);
  });

  it('is forgotten once it has expired', async () => {
    const here = await worldOf();
    await logsIn(here, await provider.idToken());
    here.clock.passes(minutes(16));

    expect(await here.users.cleanUp()).toMatchObject({ usedIdTokens: 1 });
  });
});

describe('an ID token that an app of the installation asked for', () => {
  it('is taken where the app is listed', async () => {
    provider.misdeeds = { claims: { azp: 'the-android-app' } };

    expect((await logsIn(await worldOf({}, ['the-android-app']), await provider.idToken())).errors).toEqual([]);
  });
});

describe('the way back that somebody else has begun', () => {
  it('is closed: nobody is signed in to an account of a stranger (login CSRF)', async () => {
    const here = await worldOf();
    const begun = await fetch(`${here.url}/auth/google`, { redirect: 'manual' });
    const authorized = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
    const callback = authorized.headers.get('location') ?? '';
    const victim = new BrowserTab(here);
    await victim.opens(START);

    for (const tab of [victim, new BrowserTab(here)])
      expect((await tab.opens(callback)).url.href).toBe('https://app.example.com/auth/callback?error=invalid_state');

    const attacker = begun.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const own = await fetch(callback.replace('http://localhost:4000', here.url), {
      redirect: 'manual',
      headers: { cookie: attacker },
    });
    expect(own.headers.get('location')).toContain('?code=');
  });
});

describe('a code that was used at the provider before', () => {
  it('is not taken', async () => {
    const here = await worldOf();
    const tab = new BrowserTab(here);
    const { passed } = await tab.opens(START);
    const used = new URL(passed[2] ?? '').searchParams.get('code') ?? '';
    provider.misdeeds = {};
    const begun = await fetch(`${here.url}/auth/google`, { redirect: 'manual' });
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const cookie = begun.headers.get('set-cookie')?.split(';', 1)[0] ?? '';

    const answer = await fetch(`${here.url}/auth/google/callback?code=${used}&state=${state}`, {
      redirect: 'manual',
      headers: { cookie },
    });

    expect(answer.headers.get('location')).toBe('https://app.example.com/auth/callback?error=provider_error');
  });
});

const json = { 'content-type': 'application/json' };
const failures: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'that is no JSON': (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>'),
  'that only calls itself JSON': (response) => void response.writeHead(200, json).end('{"issuer":'),
  'that is huge': (response) => void response.writeHead(200, json).end(`{"x":"${'x'.repeat(5_000_000)}"}`),
  'that leads elsewhere': (response) =>
    void response.writeHead(302, { location: `${provider.issuer}/elsewhere` }).end(),
  'that is an error': (response) => void response.writeHead(503, json).end('{}'),
  'that never comes': () => {},
  'that never ends': (response) => void response.writeHead(200, json).write('{'),
};

describe.each(Object.entries(failures))('an answer %s', (_what, answer) => {
  it.each(['discovery', 'token', 'jwks'] as const)('of the endpoint %s is an error in time', async (endpoint) => {
    const here = await worldOf({ providerLimits: { timeout: milliseconds(1_500), keyCooldown: milliseconds(0) } });
    provider.misdeeds = { answers: { [endpoint]: answer } };
    const startedAt = performance.now();

    expect(await errorOf(here)).toBe('provider_unavailable');

    expect(performance.now() - startedAt).toBeLessThan(4_500);
    expect(provider.asked['/elsewhere']).toBeUndefined();
    expect(await (await here.inspect()).rows('users')).toEqual([]);
  });
});

describe('a provider that is away', () => {
  it('keeps nobody from signing in with a password meanwhile', async () => {
    const here = await worldOf({ providerLimits: { timeout: milliseconds(1_500), keyCooldown: milliseconds(0) } });
    const alice = here.person('Alice');
    await alice.joins();
    provider.misdeeds = { answers: { discovery: () => {} } };
    const waiting = Array.from({ length: 20 }, () => errorOf(here));

    expect((await alice.triesToLogIn()).errors).toEqual([]);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['provider_unavailable']));
  });

  it('is asked again when it is back', async () => {
    const here = await worldOf();
    provider.misdeeds = { answers: { discovery: (response) => void response.writeHead(503).end() } };
    expect(await errorOf(here)).toBe('provider_unavailable');
    expect(await refusal(logsIn(here, await provider.idToken()))).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      extensions: { retryAfter: 5 },
    });
    provider.misdeeds = {};

    expect(await errorOf(here)).toBeNull();
  });
});

describe('what a provider publishes', () => {
  it('is asked for once, whoever comes', async () => {
    const here = await worldOf();
    expect(provider.asked).toEqual({});
    await Promise.all(Array.from({ length: 8 }, () => errorOf(here)));

    expect(provider.asked['/.well-known/openid-configuration']).toBe(1);
  });

  it('must name the issuer that is configured', async () => {
    const here = await worldOf();
    const answer = { issuer: 'https://accounts.google.com', authorization_endpoint: 'https://accounts.google.com/x' };
    provider.misdeeds = {
      answers: { discovery: (response) => void response.writeHead(200, json).end(JSON.stringify(answer)) },
    };

    expect(await errorOf(here)).toBe('provider_unavailable');
  });

  it('may lead to https alone, but for this machine', async () => {
    const here = await worldOf();
    // Reaches this machine, but by a name that does not say so.
    const elsewhere = provider.issuer.replace('127.0.0.1', '0.0.0.0');
    const answer = { issuer: provider.issuer, authorization_endpoint: `${provider.issuer}/authorize` };
    const published = { ...answer, token_endpoint: `${provider.issuer}/token`, jwks_uri: `${elsewhere}/jwks` };
    provider.misdeeds = {
      answers: { discovery: (response) => void response.writeHead(200, json).end(JSON.stringify(published)) },
    };

    expect(await errorOf(here)).toBe('provider_unavailable');
    expect(await refusal(logsIn(here, await provider.idToken()))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(provider.asked['/jwks']).toBeUndefined();
  });

  it('may send nobody to a sign-in page without https', async () => {
    const here = await worldOf();
    const published = {
      issuer: provider.issuer,
      authorization_endpoint: 'http://provider.example/authorize',
      token_endpoint: `${provider.issuer}/token`,
      jwks_uri: `${provider.issuer}/jwks`,
    };
    provider.misdeeds = {
      answers: { discovery: (response) => void response.writeHead(200, json).end(JSON.stringify(published)) },
    };

    expect(await errorOf(here)).toBe('provider_unavailable');
  });

  it('is followed when its keys rotate', async () => {
    const here = await worldOf();
    const old = await provider.idToken();
    expect(await errorOf(here)).toBeNull();
    await provider.rotatesKeys();

    expect(await errorOf(here)).toBeNull();
    expect((await logsIn(here, await provider.idToken())).errors).toEqual([]);
    expect((await logsIn(here, old)).errors).toMatchObject([{ code: 'IDENTITY_REJECTED' }]);
  });
});

describe('signing in with Google where it is off', () => {
  it('is not available', async () => {
    const here = await world();

    expect((await logsIn(here, await provider.idToken())).errors).toMatchObject([{ code: 'NOT_AVAILABLE' }]);
  });
});

describe('secrets of a sign-in with a provider', () => {
  it('stand nowhere in the database or the log', async () => {
    const here = await worldOf();
    const tab = new BrowserTab(here);
    const { url, passed } = await tab.opens(START);
    const sent = new URL(passed[1] ?? '').searchParams;
    const code = url.searchParams.get('code') ?? '';
    const { tokens } = await exchanges(tab, code);
    const idToken = await provider.idToken();
    await logsIn(here, idToken);
    const { sign_in: browser } = await tab.cookies();
    const secrets = [
      code,
      sent.get('state'),
      sent.get('nonce'),
      browser,
      tokens?.refreshToken,
      idToken,
      CLIENT.clientSecret,
    ];

    const inspector = await here.inspect();
    const tables = ['users', 'identities', 'provider_sign_ins', 'used_id_tokens', 'sessions', 'events', 'outbox_mails'];
    const stored = JSON.stringify(await Promise.all(tables.map((table) => inspector.rows(table))));
    const logged = JSON.stringify(here.log.lines.filter(({ level }) => level !== 'debug'));
    for (const secret of secrets) {
      expect(secret).toBeTruthy();
      expect(stored + logged).not.toContain(secret);
    }
  });
});
