import { minutes } from '../../src/kernel/duration.js';
import { DeleteMeDocument, MyIdentitiesDocument } from '../operations/operations.js';
import { Administrator } from '../support/administrator.js';
import { BrowserTab } from '../support/browser-tab.js';
import { goesThroughGoogle, signsInWithGoogle, worldWithGoogle } from './google.js';

describe('an identity whose address the provider has verified', () => {
  it('joins the verified account of that address, and its owner learns of it', async () => {
    const here = await worldWithGoogle();
    const alice = here.person('Alice');
    const laptop = await alice.joins();

    const { user } = await signsInWithGoogle(here, 'Alice');

    expect(user?.id).toBe((await laptop.asksMe())?.id);
    expect(user?.hasPassword).toBe(true);
    expect(await laptop.asksMe()).not.toBeNull();
    expect((await alice.mails()).map(({ kind }) => kind)).toContain('identity_linked');
    expect(await (await here.inspect()).eventNames()).toContain('identity_linked');
  });

  it('never enters the account of another subject with the same address', async () => {
    const here = await worldWithGoogle();
    await signsInWithGoogle(here, 'Alice');

    // Another subject; the provider here makes the same address of it.
    const { url } = await goesThroughGoogle(new BrowserTab(here), 'ALICE');

    expect(url.searchParams.get('error')).toBe('identity_taken');
    expect(await (await here.inspect()).rows('identities')).toMatchObject([{ subject: 'Alice' }]);
  });

  it('replaces an account that nobody has verified, with its password and sessions', async () => {
    const here = await worldWithGoogle({ emailVerification: 'optional' });
    const mallory = here.person('Alice');
    const laptop = mallory.device();
    laptop.tokens = (await mallory.registers({ username: 'wonder', name: 'Not Alice' })).tokens;
    const before = await laptop.asksMe();
    const { token } = await mallory.newestMail();
    await mallory.asksForAPasswordReset();
    const reset = await mallory.newestMail();

    const { user } = await signsInWithGoogle(here, 'Alice');

    expect(user).toMatchObject({ email: 'alice@example.com', emailVerified: true, hasPassword: false, username: null });
    expect(user?.id).not.toBe(before?.id);
    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await mallory.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await mallory.verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await mallory.resetsPassword('a much better passphrase', reset.token)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
  });

  it("leaves an administrator's account alone that is not verified", async () => {
    const here = await worldWithGoogle({ emailVerification: 'optional' });
    await here.person('Alice').registers();
    const inspector = await here.inspect();
    await inspector.run('update users set is_admin = true');

    const { url } = await goesThroughGoogle(new BrowserTab(here), 'Alice');

    expect(url.searchParams.get('error')).toBe('email_not_verified');
    expect(await inspector.rows('users')).toMatchObject([{ deleted_at: null }]);
  });

  it('ends the registrations that wait for the address', async () => {
    const here = await worldWithGoogle();
    const mallory = here.person('Alice');
    await mallory.registers();
    const { token } = await mallory.newestMail();

    await signsInWithGoogle(here, 'Alice');

    expect((await mallory.verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await mallory.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect(await (await here.inspect()).rows('pending_registrations')).toEqual([]);
  });

  it('does not enter a suspended account', async () => {
    const here = await worldWithGoogle();
    await here.person('Alice').joins();
    await (await here.inspect()).run('update users set suspended_at = created_at');

    const { url } = await goesThroughGoogle(new BrowserTab(here), 'Alice');

    expect(url.searchParams.get('error')).toBe('account_suspended');
    expect(await (await here.inspect()).rows('identities')).toEqual([]);
  });
});

describe('an identity whose address is not verified', () => {
  it('makes no account', async () => {
    const here = await worldWithGoogle();

    const { url } = await goesThroughGoogle(new BrowserTab(here), 'unverifiedalice');

    expect(url.searchParams.get('error')).toBe('email_not_verified');
    expect(await (await here.inspect()).rows('users')).toEqual([]);
  });

  it('joins none', async () => {
    const here = await worldWithGoogle();
    await here.person('unverifiedalice').joins();

    await goesThroughGoogle(new BrowserTab(here), 'unverifiedalice');

    expect(await (await here.inspect()).rows('identities')).toEqual([]);
  });
});

describe('an account that an administrator deletes', () => {
  it('has no identities left, nor when it is restored; then the address joins it again', async () => {
    const here = await worldWithGoogle();
    const { user } = await signsInWithGoogle(here, 'Alice');
    const admin = new Administrator(await here.person('Root').joinsAsAdmin());
    const inspector = await here.inspect();

    await admin.deletes(user?.id ?? '');
    expect(await inspector.rows('identities')).toEqual([]);
    await admin.restores(user?.id ?? '');
    expect(await inspector.rows('identities')).toEqual([]);

    expect((await signsInWithGoogle(here, 'Alice')).user?.id).toBe(user?.id);
  });
});

describe('an account without a password', () => {
  it('can be given one by a reset mail', async () => {
    const here = await worldWithGoogle();
    const alice = here.person('Alice');
    await signsInWithGoogle(here, 'Alice');
    await alice.asksForAPasswordReset();

    expect((await alice.resetsPassword('a much better passphrase')).errors).toEqual([]);
    expect((await alice.triesToLogIn('a much better passphrase')).errors).toEqual([]);
  });

  it('begins anew with the next sign-in once it is deleted', async () => {
    const here = await worldWithGoogle();
    const { user, tokens } = await signsInWithGoogle(here, 'Alice');
    const tab = new BrowserTab(here);
    const { data } = await tab.asks(DeleteMeDocument, { password: null }, tokens?.accessToken);
    expect(data?.deleteMe).toEqual({ deletedUserId: user?.id, errors: [] });

    const again = await signsInWithGoogle(here, 'Alice');

    expect(again.errors).toEqual([]);
    expect(again.user?.id).not.toBe(user?.id);
  });

  it('tells of a sign-in from a new device', async () => {
    const here = await worldWithGoogle();
    await here.person('Alice').joins();
    here.clock.passes(minutes(2));

    await signsInWithGoogle(here, 'Alice');

    expect((await here.mailsTo('alice@example.com')).map(({ kind }) => kind)).toContain('new_sign_in');
  });

  it('shows its identities', async () => {
    const here = await worldWithGoogle();
    const { tokens } = await signsInWithGoogle(here, 'Alice');

    const { data } = await new BrowserTab(here).asks(MyIdentitiesDocument, {}, tokens?.accessToken);

    expect(data?.me?.identities).toEqual([
      {
        id: expect.any(String),
        provider: 'google',
        email: 'alice@example.com',
        createdAt: here.clock.now().toISOString(),
      },
    ]);
  });
});
