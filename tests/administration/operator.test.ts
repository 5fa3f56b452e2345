import { minutes } from '../../src/kernel/duration.js';
import { UserStatus } from '../../src/users/user-status.js';
import { type World, world } from '../support/world.js';

async function idsOf(users: AsyncIterable<{ email: string }>): Promise<string[]> {
  const found: string[] = [];
  for await (const { email } of users) found.push(email.replace(/@.*/, ''));
  return found;
}

async function events(here: World): Promise<Record<string, unknown>[]> {
  const rows = await (await here.inspect()).rows('events');
  return rows.map(({ name, actor_id, metadata }) => ({
    name,
    actor_id,
    metadata: typeof metadata === 'string' ? JSON.parse(metadata) : metadata,
  }));
}

describe('suspending somebody from the shell', () => {
  it('ends their sessions and their mailed links at once', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await alice.asksForAPasswordReset();
    const { token } = await alice.newestMail();

    expect(await here.users.operator.suspend('ALICE@example.com', 'spam')).toMatchObject({
      ok: true,
      value: { suspensionReason: 'spam' },
    });

    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'ACCOUNT_SUSPENDED' }]);
    expect((await alice.resetsPassword('a quite new passphrase', token)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
    expect(await events(here)).toContainEqual({
      name: 'user_suspended',
      actor_id: null,
      metadata: { by: 'operator', reason: 'spam' },
    });
  });

  it('is undone by reinstating them', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await here.users.operator.suspend(alice.email);

    expect(await here.users.operator.reinstate(alice.email)).toMatchObject({ ok: true });

    expect((await alice.triesToLogIn()).errors).toEqual([]);
    expect((await events(here)).map(({ name }) => name)).toContain('user_reinstated');
  });

  it('changes the reason the second time, where one is given', async () => {
    const here = await world();
    await here.person('Alice').joins();
    const { operator } = here.users;
    await operator.suspend('alice@example.com', 'first');

    expect(await operator.suspend('alice@example.com')).toMatchObject({ value: { suspensionReason: 'first' } });
    expect(await operator.suspend('alice@example.com', 'second')).toMatchObject({
      value: { suspensionReason: 'second' },
    });
    expect((await events(here)).filter(({ name }) => name === 'user_suspended')).toHaveLength(2);
  });

  it('never takes the last administrator', async () => {
    const here = await world();
    await here.person('Ada').joinsAsAdmin();
    const { operator } = here.users;
    expect(await operator.suspend('ada@example.com')).toMatchObject({ ok: false, errors: [{ code: 'LAST_ADMIN' }] });

    await here.person('Bea').joinsAsAdmin();
    expect(await operator.suspend('ada@example.com')).toMatchObject({ ok: true });
    expect(await operator.suspend('bea@example.com')).toMatchObject({ ok: false, errors: [{ code: 'LAST_ADMIN' }] });
  });

  it('knows nobody by an address that nobody has', async () => {
    const { operator } = (await world()).users;

    for (const who of ['nobody@example.com', 'nobody', '', '01936f2e-7b1a-7000-8000-000000000009', 'a\0b']) {
      expect(await operator.suspend(who)).toMatchObject({ ok: false, errors: [{ code: 'NOT_FOUND' }] });
      expect(await operator.reinstate(who)).toMatchObject({ ok: false });
      expect(await operator.resetLink(who)).toMatchObject({ ok: false });
      expect(await operator.show(who)).toBeNull();
    }
  });
});

describe('a reset link from the shell', () => {
  it('chooses a password once, within half an hour', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins({ username: 'Wonder' });
    const token = async () => {
      const made = await here.users.operator.resetLink('wonder');
      return made.ok ? (/token=([\w-]{43})/.exec(made.value.link)?.[1] ?? '') : '';
    };

    const first = await token();
    expect((await alice.resetsPassword('a quite new passphrase', first)).success).toBe(true);
    expect((await alice.resetsPassword('another new passphrase', first)).success).toBe(false);
    const late = await token();
    here.clock.passes(minutes(31));
    expect((await alice.resetsPassword('another new passphrase', late)).errors).toMatchObject([
      { code: 'EXPIRED_TOKEN' },
    ]);
    expect(await events(here)).toContainEqual({
      name: 'password_reset_requested',
      actor_id: null,
      metadata: { by: 'operator' },
    });
    expect((await here.mailsTo(alice.email)).map(({ kind }) => kind)).not.toContain('password_reset');
  });
});

describe('looking at users from the shell', () => {
  it('finds them by a part of their address, username or name, whatever stands in it', async () => {
    const here = await world();
    await here.person('Alice').joins({ name: 'Alice_100% Liddell', username: 'wonder' });
    await here.person('Bob').joins({ name: 'Bob' });
    const { operator } = here.users;

    for (const search of ['ALICE@', 'wond', 'liddell', '_100%']) {
      expect(await idsOf(operator.list({ search }))).toEqual(['alice']);
    }
    expect(await idsOf(operator.list({ search: 'example.com' }))).toEqual(['alice', 'bob']);
    expect(await idsOf(operator.list({ search: '%' }))).toEqual(['alice']);
    expect(await idsOf(operator.list({ search: 'a_ice' }))).toEqual([]);
  });

  it('filters them by status, and stops where it was told to', async () => {
    const here = await world();
    await here.person('Ada').joinsAsAdmin();
    for (const name of ['Bob', 'Cat', 'Dan']) await here.person(name).joins();
    await here.users.operator.suspend('bob@example.com');
    await (await here.person('Cat').signsIn()).deletesMe();
    const { operator } = here.users;

    expect(await idsOf(operator.list())).toEqual(['ada', 'bob', 'dan']);
    expect(await idsOf(operator.list({ adminsOnly: true }))).toEqual(['ada']);
    expect(await idsOf(operator.list({ status: UserStatus.ACTIVE }))).toEqual(['ada', 'dan']);
    expect(await idsOf(operator.list({ status: UserStatus.SUSPENDED }))).toEqual(['bob']);
    expect(await idsOf(operator.list({ status: UserStatus.DELETED }))).toEqual(['cat']);
    expect(await idsOf(operator.list({ limit: 2 }))).toEqual(['ada', 'bob']);
  });

  it('shows their roles and how many sessions are alive', async () => {
    const here = await world();
    await here.person('Sam').joinsWith('users:read');
    await here.person('Sam').signsIn();

    expect(await here.users.operator.show('sam@example.com')).toMatchObject({
      user: { email: 'sam@example.com' },
      roles: [{ name: 'sams-role' }],
      sessionCount: 2,
    });
  });
});

describe('an administrator from the shell', () => {
  it('is made without a password, which a link then chooses', async () => {
    const here = await world();
    const { operator } = here.users;
    const made = await operator.createAdministrator({ email: 'ada@example.com', name: 'Ada', password: null });
    expect(made).toMatchObject({ ok: true, value: { outcome: 'made', user: { isAdmin: true, name: 'Ada' } } });
    expect((await here.person('Ada').triesToLogIn('')).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);

    const link = await operator.resetLink('ada@example.com');
    const token = link.ok ? link.value.link.split('token=')[1] : '';
    await here.person('Ada').resetsPassword('the first of them all 1', token);

    expect((await here.person('Ada').triesToLogIn('the first of them all 1')).user).toMatchObject({ name: 'Ada' });
  });

  it('is made of a user only where that is asked for', async () => {
    const here = await world();
    const laptop = await here.person('Ada').joins();
    const { operator } = here.users;
    const form = { email: 'ada@example.com', password: null };
    expect(await operator.createAdministrator(form)).toMatchObject({ value: { outcome: 'there' } });
    expect(await laptop.asksMe()).toMatchObject({ isAdmin: false });

    expect(await operator.createAdministrator(form, true)).toMatchObject({ value: { outcome: 'promoted' } });

    expect(await laptop.asksMe()).toMatchObject({ isAdmin: true });
    expect(await events(here)).toContainEqual({ name: 'admin_granted', actor_id: null, metadata: { by: 'operator' } });
  });

  it('is never made of somebody whose address is not verified, or who is suspended', async () => {
    const here = await world({ emailVerification: 'optional' });
    await here.person('Mallory').registers();
    const { operator } = here.users;
    const form = { email: 'mallory@example.com', password: null };
    expect(await operator.createAdministrator(form, true)).toMatchObject({ errors: [{ code: 'EMAIL_NOT_VERIFIED' }] });

    await operator.suspend('mallory@example.com');
    expect(await operator.createAdministrator(form, true)).toMatchObject({ errors: [{ code: 'ACCOUNT_SUSPENDED' }] });
  });
});
