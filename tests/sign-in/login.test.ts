import { minutes } from '../../src/kernel/duration.js';
import { LoginDocument } from '../operations/operations.js';
import { world } from '../support/world.js';

describe('logging in', () => {
  it('works by address and by username, in any case', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins({ username: 'Wonder' });

    for (const identifier of ['alice@example.com', ' ALICE@EXAMPLE.COM ', 'wonder', 'WONDER']) {
      const { user, errors } = await alice.triesToLogIn(alice.password, identifier);
      expect({ email: user?.email, errors }).toEqual({ email: 'alice@example.com', errors: [] });
    }
  });

  it('gives tokens as the contract says', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();

    const { tokens } = await alice.triesToLogIn();

    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      tokenType: 'Bearer',
      expiresIn: 900,
      refreshToken: expect.stringMatching(/^[\w-]{65}$/),
      refreshExpiresAt: '2026-11-28T08:30:00.000Z',
    });
  });

  it('takes composed and decomposed spellings of one password for the same', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins({ password: 'zürich straße 42'.normalize('NFC') });

    expect((await alice.triesToLogIn('zürich straße 42'.normalize('NFD'))).errors).toEqual([]);
  });

  it('tells passwords apart that differ in their last character, however long', async () => {
    const alice = (await world()).person('Alice');
    const long = 'correct horse battery staple '.repeat(4);
    await alice.joins({ password: `${long}a` });

    expect((await alice.triesToLogIn(`${long}b`)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await alice.triesToLogIn(`${long}a`)).errors).toEqual([]);
  });

  it('gives one answer to a wrong password and to an identifier of nobody', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();

    const wrongPassword = await alice.triesToLogIn('not the password');
    const answers = await Promise.all(
      ['nobody@example.com', 'nobody', '', '@', 'a\0b', '\ud800', 'x'.repeat(10_000)].map((identifier) =>
        alice.triesToLogIn('not the password', identifier),
      ),
    );

    expect(wrongPassword.errors).toMatchObject([{ code: 'INVALID_CREDENTIALS', path: null }]);
    for (const answer of answers) expect(answer).toEqual(wrongPassword);
  });

  it('tells nobody by a registration of their own whether an address has an account', async () => {
    const here = await world();
    await here.person('Alice').joins();
    here.clock.passes(minutes(2));
    const password = 'the passphrase of mallory';
    await here.person('Alice').registers({ password });
    await here.person('Nobody').registers({ password });

    const known = await here.person('Alice').triesToLogIn(password);

    expect(known.errors).toMatchObject([{ code: 'EMAIL_NOT_VERIFIED' }]);
    expect(await here.person('Nobody').triesToLogIn(password)).toEqual(known);
    expect(await (await here.inspect()).rows('users')).toMatchObject([{ failed_login_count: 0 }]);
  });

  it('knows nobody by an empty or an endless password', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();

    for (const password of ['', 'x'.repeat(90_000)]) {
      expect((await alice.triesToLogIn(password)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    }
  });

  it('refuses a suspended account, but says so only to the right password', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await (
      await here.inspect()
    ).run("update users set suspended_at = created_at where email_key = 'alice@example.com'");

    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'ACCOUNT_SUSPENDED' }]);
    expect((await alice.triesToLogIn('not the password')).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('remembers when and how often it was tried', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const inspector = await here.inspect();
    await alice.triesToLogIn('wrong');
    await alice.triesToLogIn('wrong');
    expect(await inspector.rows('users')).toMatchObject([{ failed_login_count: 2 }]);

    await laptop.logsIn();

    expect(await inspector.rows('users')).toMatchObject([{ failed_login_count: 0, last_login_ip: '127.0.0.1' }]);
    expect(await laptop.asksMe()).toMatchObject({ lastLoginAt: '2026-11-21T08:30:00.000Z' });
  });

  it('records each result with where it came from', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await alice.triesToLogIn('wrong');
    await alice.triesToLogIn('wrong', 'nobody@example.com');

    const events = (await (await here.inspect()).rows('events')).slice(2);

    expect(events.map(({ name, user_id, ip }) => [name, user_id !== null, ip])).toEqual([
      ['user_login_success', true, '127.0.0.1'],
      ['user_login_failure', true, '127.0.0.1'],
      ['user_login_failure', false, '127.0.0.1'],
    ]);
    expect(JSON.stringify(events)).not.toContain('nobody@example.com');
  });

  it('hashes the password again when today asks for more work', async () => {
    const here = await world({ hashingMemory: 32 });
    const alice = here.person('Alice');
    await alice.joins();
    const inspector = await here.inspect();
    expect(await inspector.rows('users')).toMatchObject([{ password_hash: expect.stringContaining('m=32,') }]);

    const stricter = await here.anotherInstance({ hashingMemory: 64 });
    await stricter.person('Alice').signsIn();

    expect(await inspector.rows('users')).toMatchObject([{ password_hash: expect.stringContaining('m=64,') }]);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('is not hindered by a bad bearer token', async () => {
    const alice = (await world()).person('Alice');
    const laptop = await alice.joins();
    laptop.tokens = null;

    const { login } = await laptop.asks(
      LoginDocument,
      { input: { identifier: alice.email, password: alice.password } },
      'not.a.token',
    );

    expect(login.errors).toEqual([]);
  });
});
