import { days, minutes } from '../../src/kernel/duration.js';
import {
  BeginIdentityLinkDocument,
  type BeginIdentityLinkMutation,
  MyIdentitiesDocument,
  UnlinkIdentityDocument,
} from '../operations/operations.js';
import { BrowserTab } from '../support/browser-tab.js';
import type { Device } from '../support/device.js';
import { FRONTEND, goesThroughGoogle, signsInWithGoogle, worldWithGoogle } from './google.js';

type Begun = BeginIdentityLinkMutation['beginIdentityLink'];

async function beginsToLink(
  tab: BrowserTab,
  device: Device,
  input: { currentPassword?: string; returnTo?: string } = {},
): Promise<Begun> {
  const variables = { input: { provider: 'google', ...input } };
  const { data, errors } = await tab.asks(BeginIdentityLinkDocument, variables, device.tokens?.accessToken);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.beginIdentityLink;
}

async function identitiesOf(device: Device) {
  return (await device.asks(MyIdentitiesDocument, {})).me?.identities ?? [];
}

describe('linking an identity', () => {
  it('goes to the provider and back, and is told by mail', async () => {
    const here = await worldWithGoogle();
    const bob = here.person('Bob');
    const laptop = await bob.joins();
    const tab = new BrowserTab(here);

    const { startUrl, errors } = await beginsToLink(tab, laptop, { returnTo: '/settings' });
    const { url } = await goesThroughGoogle(tab, 'private', startUrl ?? '');

    expect(errors).toEqual([]);
    expect(url.href).toBe(`${FRONTEND}/auth/callback?linked=google&returnTo=%2Fsettings`);
    expect(await identitiesOf(laptop)).toMatchObject([{ provider: 'google', email: 'private@example.com' }]);
    expect((await signsInWithGoogle(here, 'private')).user?.email).toBe(bob.email);
    expect((await bob.mails()).map(({ kind }) => kind)).toContain('identity_linked');
  });

  it('does nothing in the browser of somebody who was sent the URL', async () => {
    const here = await worldWithGoogle();
    const mallory = await here.person('Mallory').joins();
    const { startUrl } = await beginsToLink(new BrowserTab(here), mallory);
    const victim = new BrowserTab(here);
    await goesThroughGoogle(victim, 'Alice');

    const { url } = await goesThroughGoogle(victim, 'Alice', startUrl ?? '');

    expect(url.searchParams.get('error')).toBe('invalid_state');
    expect(await identitiesOf(mallory)).toEqual([]);
  });

  it('can be begun once with a URL, and within a minute', async () => {
    const here = await worldWithGoogle();
    const laptop = await here.person('Bob').joins();
    const tab = new BrowserTab(here);
    const used = await beginsToLink(tab, laptop);
    await goesThroughGoogle(tab, 'private', used.startUrl ?? '');
    const old = await beginsToLink(tab, laptop);
    here.clock.passes(minutes(2));

    for (const { startUrl } of [used, old])
      expect((await goesThroughGoogle(tab, 'another', startUrl ?? '')).url.searchParams.get('error')).toBe(
        'invalid_state',
      );
  });

  it('is refused for an identity that is in use elsewhere', async () => {
    const here = await worldWithGoogle();
    await signsInWithGoogle(here, 'Alice');
    const laptop = await here.person('Bob').joins();
    const tab = new BrowserTab(here);

    const { startUrl } = await beginsToLink(tab, laptop);
    const { url } = await goesThroughGoogle(tab, 'Alice', startUrl ?? '');

    expect(url.searchParams.get('error')).toBe('identity_taken');
    expect(await identitiesOf(laptop)).toEqual([]);
  });

  it('ends with the session that began it', async () => {
    const here = await worldWithGoogle();
    const laptop = await here.person('Bob').joins();
    const tab = new BrowserTab(here);
    const { startUrl } = await beginsToLink(tab, laptop);
    await laptop.logsOut();

    const { url } = await goesThroughGoogle(tab, 'private', startUrl ?? '');

    expect(url.searchParams.get('error')).toBe('session_ended');
    expect(await (await here.inspect()).rows('identities')).toEqual([]);
  });

  it('needs the password once the sign-in is old', async () => {
    const here = await worldWithGoogle();
    const bob = here.person('Bob');
    const laptop = await bob.joins();
    here.clock.passes(minutes(14));
    await laptop.refreshes();
    here.clock.passes(minutes(2));
    const tab = new BrowserTab(here);

    expect(await beginsToLink(tab, laptop)).toMatchObject({
      startUrl: null,
      errors: [{ code: 'PASSWORD_REQUIRED', path: ['input', 'currentPassword'] }],
    });
    expect((await beginsToLink(tab, laptop, { currentPassword: 'wrong' })).errors).toMatchObject([
      { code: 'WRONG_PASSWORD' },
    ]);
    expect((await beginsToLink(tab, laptop, { currentPassword: bob.password })).errors).toEqual([]);
  });

  it('leaves nothing in an account for whose address somebody else may prove to be the owner', async () => {
    const here = await worldWithGoogle({ emailVerification: 'optional' });
    const mallory = here.person('Alice');
    const laptop = mallory.device();
    laptop.tokens = (await mallory.registers()).tokens;
    const tab = new BrowserTab(here);

    expect((await beginsToLink(tab, laptop)).errors).toMatchObject([{ code: 'EMAIL_NOT_VERIFIED' }]);

    const inspector = await here.inspect();
    await inspector.run('update users set email_verified_at = created_at');
    const { startUrl } = await beginsToLink(tab, laptop);
    await inspector.run('update users set email_verified_at = null');
    const { url } = await goesThroughGoogle(tab, 'Mallory', startUrl ?? '');
    expect(url.searchParams.get('error')).toBe('email_not_verified');
    expect(await inspector.rows('identities')).toEqual([]);
  });

  it('tells all that is wrong with the request', async () => {
    const here = await worldWithGoogle();
    const laptop = await here.person('Bob').joins();
    const input = { provider: 'nobody', returnTo: '//evil.example' };

    const { beginIdentityLink } = await laptop.asks(BeginIdentityLinkDocument, { input });

    expect(beginIdentityLink.errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'provider'] },
      { code: 'INVALID_VALUE', path: ['input', 'returnTo'] },
    ]);
  });
});

describe('unlinking an identity', () => {
  const unlinks = async (device: Device, identityId: string) =>
    (await device.asks(UnlinkIdentityDocument, { input: { identityId } })).unlinkIdentity;

  it('takes it away, and tells by mail', async () => {
    const here = await worldWithGoogle();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await signsInWithGoogle(here, 'Alice');
    const [identity] = await identitiesOf(laptop);

    expect(await unlinks(laptop, identity?.id ?? '')).toMatchObject({ user: { email: alice.email }, errors: [] });

    expect(await identitiesOf(laptop)).toEqual([]);
    expect((await alice.newestMail()).kind).toBe('identity_unlinked');
    expect((await (await here.inspect()).eventNames()).at(-1)).toBe('identity_unlinked');
  });

  it('leaves a way to sign in', async () => {
    const here = await worldWithGoogle();
    const device = here.person('Alice').device();
    device.tokens = (await signsInWithGoogle(here, 'Alice')).tokens;
    const [identity] = await identitiesOf(device);

    expect((await unlinks(device, identity?.id ?? '')).errors).toMatchObject([
      { code: 'LAST_SIGN_IN_METHOD', path: ['input', 'identityId'] },
    ]);
    expect(await identitiesOf(device)).toHaveLength(1);
  });

  it('does not count an identity of a provider that is configured no more', async () => {
    const here = await worldWithGoogle();
    const device = here.person('Alice').device();
    device.tokens = (await signsInWithGoogle(here, 'Alice')).tokens;
    const [identity] = await identitiesOf(device);
    await (
      await here.inspect()
    ).run(
      `insert into identities (id, user_id, provider, issuer, subject, created_at)
       select '0190a1fe-0000-7000-8000-000000000001', user_id, 'gone', 'https://gone.example', 'x', created_at from identities`,
    );

    expect((await unlinks(device, identity?.id ?? '')).errors).toMatchObject([{ code: 'LAST_SIGN_IN_METHOD' }]);
  });

  it('does not know those of others', async () => {
    const here = await worldWithGoogle();
    await signsInWithGoogle(here, 'Alice');
    const [identity] = await (await here.inspect()).rows('identities');
    const mallory = await here.person('Mallory').joins();

    for (const id of [String(identity?.['id']), 'no-id'])
      expect((await unlinks(mallory, id)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'identityId'] }]);
  });

  it('needs no more than a session, however old', async () => {
    const here = await worldWithGoogle();
    const laptop = await here.person('Alice').joins();
    await signsInWithGoogle(here, 'Alice');
    const [identity] = await identitiesOf(laptop);
    here.clock.passes(days(6));
    await laptop.refreshes();

    expect((await unlinks(laptop, identity?.id ?? '')).errors).toEqual([]);
  });
});
