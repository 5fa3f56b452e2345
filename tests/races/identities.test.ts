import { exchanges, goesThroughGoogle, worldWithGoogle } from '../identities/google.js';
import { LoginWithGoogleDocument, MyIdentitiesDocument, UnlinkIdentityDocument } from '../operations/operations.js';
import { Administrator } from '../support/administrator.js';
import { BrowserTab } from '../support/browser-tab.js';
import { HostileProvider } from '../support/hostile-provider.js';
import { CLIENT } from '../support/identity-provider.mjs';
import { type World, world } from '../support/world.js';

const TIMES = 16;
/** All of them come from one client. */
const limits = { 'providers.client': null, 'redirects.client': null };
let provider: HostileProvider;

beforeEach(async () => {
  provider = await HostileProvider.start();
});

afterEach(() => provider.stops());

function worldOf(options: { emailVerification?: 'optional' } = {}): Promise<World> {
  const scopes = ['openid', 'email'];
  const google = { id: 'google', name: 'Google', issuer: provider.issuer, scopes, ...CLIENT };
  return world({
    frontendUrl: 'https://app.example.com',
    now: new Date(),
    identityProviders: [google],
    limits,
    ...options,
  });
}

async function atOnce<T>(here: World, act: (where: World, nth: number) => Promise<T>): Promise<T[]> {
  const instances = [here, await here.anotherInstance()];
  return Promise.all(Array.from({ length: TIMES }, (_, nth) => act(instances[nth % 2] ?? here, nth)));
}

const logsIn = async (where: World, idToken: string) =>
  (await where.person('Anyone').device().asks(LoginWithGoogleDocument, { input: { idToken } })).loginWithGoogle;

const codes = (answers: readonly { errors: readonly { code: string }[] }[]) =>
  answers.map(({ errors }) => errors[0]?.code ?? 'ok').sort();

const onceThen = (code: string) => [...Array.from({ length: TIMES - 1 }, () => code), 'ok'].sort();

describe('of sixteen at once', () => {
  it('first sign-ins of one subject make one user', async () => {
    const here = await worldOf();
    const idTokens = await Promise.all(Array.from({ length: TIMES }, () => provider.idToken()));

    const answers = await atOnce(here, (where, nth) => logsIn(where, idTokens[nth] ?? ''));

    expect(new Set(codes(answers))).toEqual(new Set(['ok']));
    expect(new Set(answers.map(({ user }) => user?.id)).size).toBe(1);
    const inspector = await here.inspect();
    expect(await inspector.rows('users')).toHaveLength(1);
    expect(await inspector.rows('identities')).toHaveLength(1);
    expect((await inspector.eventNames()).filter((name) => name === 'user_registered')).toHaveLength(1);
  });

  it('first sign-ins by redirect make one user', async () => {
    const here = await worldOf();

    const answers = await atOnce(here, async (where) => {
      const tab = new BrowserTab(where);
      const { url } = await tab.opens('http://localhost:4000/auth/google');
      return exchanges(tab, url.searchParams.get('code') ?? '');
    });

    expect(new Set(codes(answers))).toEqual(new Set(['ok']));
    expect(await (await here.inspect()).rows('users')).toHaveLength(1);
  });

  it('sign-ins replace an unverified account once', async () => {
    const here = await worldOf({ emailVerification: 'optional' });
    await here.person('Alice').registers();

    const answers = await atOnce(here, async (where) => logsIn(where, await provider.idToken()));

    expect(new Set(codes(answers))).toEqual(new Set(['ok']));
    const users = await (await here.inspect()).rows('users');
    expect(users.map(({ email_key }) => String(email_key)).toSorted()).toEqual(['alice@example.com', 'null']);
  });

  it('sign-ins against the verification of a registration leave one account of the address', async () => {
    const here = await worldOf();
    await here.person('Alice').registers();
    const { token } = await here.person('Alice').newestMail();

    await atOnce(here, async (where, nth) =>
      nth % 4 === 1 ? where.person('Alice').verifies(token) : logsIn(where, await provider.idToken()),
    );

    const inspector = await here.inspect();
    expect(await inspector.rows('users')).toMatchObject([{ email_key: 'alice@example.com', deleted_at: null }]);
    expect(await inspector.rows('identities')).toHaveLength(1);
  });

  it('sign-ins against administrators and registrations of the address leave one account of it', async () => {
    const here = await worldOf({ emailVerification: 'optional' });
    const admin = new Administrator(await here.person('Root').joinsAsAdmin());
    const alice = here.person('Alice');

    const answers = await atOnce(here, async (where, nth) => {
      if (nth === 3) return admin.creates({ email: alice.email, emailVerified: true, password: alice.password });
      if (nth === 6) return where.person('Alice').registers();
      return logsIn(where, await provider.idToken());
    });

    for (const code of codes(answers)) expect(['ok', 'EMAIL_TAKEN', 'USERNAME_TAKEN']).toContain(code);
    const users = await (await here.inspect()).rows('users');
    expect(users.filter(({ email_key }) => email_key === alice.email)).toHaveLength(1);
    expect(await (await here.inspect()).rows('identities')).toHaveLength(1);
  });

  it('one trades the code', async () => {
    const here = await worldWithGoogle({ limits });
    const tab = new BrowserTab(here);
    const { url } = await goesThroughGoogle(tab, 'Alice');

    const answers = await Promise.all(
      Array.from({ length: TIMES }, () => exchanges(tab, url.searchParams.get('code') ?? '')),
    );

    expect(codes(answers)).toEqual(onceThen('INVALID_CODE'));
    expect(await (await here.inspect()).rows('sessions')).toHaveLength(1);
  });

  it('one comes back with a state', async () => {
    const here = await worldOf();
    const begun = await fetch(`${here.url}/auth/google`, { redirect: 'manual' });
    const cookie = begun.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    const authorized = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
    const { search } = new URL(authorized.headers.get('location') ?? '');

    const answers = await atOnce(here, async (where) => {
      const answer = await fetch(`${where.url}/auth/google/callback${search}`, {
        redirect: 'manual',
        headers: { cookie },
      });
      const landed = new URL(answer.headers.get('location') ?? '');
      return { errors: landed.searchParams.has('code') ? [] : [{ code: landed.searchParams.get('error') ?? '' }] };
    });

    expect(codes(answers)).toEqual(onceThen('invalid_state'));
    expect(provider.asked['/token']).toBe(1);
  });

  it('one of two identities stays, whichever are given up', async () => {
    const here = await worldOf();
    const device = here.person('Alice').device();
    device.tokens = (await logsIn(here, await provider.idToken())).tokens;
    const inspector = await here.inspect();
    await inspector.run(
      `insert into identities (id, user_id, provider, issuer, subject, created_at)
       select '0190a1fe-0000-7000-8000-000000000001', user_id, provider, issuer, 'another', created_at from identities`,
    );
    const owned = (await device.asks(MyIdentitiesDocument, {})).me?.identities ?? [];
    expect(owned).toHaveLength(2);

    const answers = await atOnce(here, async (where, nth) => {
      const own = where.person('Alice').device();
      own.tokens = device.tokens;
      const input = { identityId: owned[nth % 4 < 2 ? 0 : 1]?.id ?? '' };
      return (await own.asks(UnlinkIdentityDocument, { input })).unlinkIdentity;
    });

    expect(codes(answers).filter((code) => code === 'ok')).toHaveLength(1);
    expect(await inspector.rows('identities')).toHaveLength(1);
  });
});
