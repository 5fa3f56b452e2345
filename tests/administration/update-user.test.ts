import { Administrator, idOf } from '../support/administrator.js';
import { refusal } from '../support/device.js';
import { type World, world } from '../support/world.js';

async function ada(here: World): Promise<Administrator> {
  return new Administrator(await here.person('Ada').joinsAsAdmin());
}

describe('changing a user', () => {
  it('keeps what is left out and clears what is null', async () => {
    const here = await world();
    const admin = await ada(here);
    const laptop = await here.person('Alice').joins({ username: 'wonder', name: 'Alice', phone: '+41446681800' });
    const userId = await idOf(laptop);

    const { user, errors } = await admin.updates({ userId, name: 'Alice B.', phone: null, locale: 'fr' });

    expect(errors).toEqual([]);
    expect(user).toMatchObject({ username: 'wonder', name: 'Alice B.', phone: null, locale: 'fr' });
    expect(await laptop.asksMe()).toEqual(user);
    expect((await admin.updates({ userId, username: null })).user).toMatchObject({ username: null });
    expect((await admin.updates({ userId })).errors).toEqual([]);
  });

  it('tells every problem at once and changes nothing', async () => {
    const here = await world();
    const admin = await ada(here);
    const userId = await idOf(await here.person('Alice').joins({ name: 'Alice' }));
    await here.person('Bob').joins({ username: 'bob' });

    const { user, errors } = await admin.updates({
      userId,
      name: 'New',
      username: 'BOB',
      email: 'BOB@example.com',
      phone: '12',
      isAdmin: null,
      emailVerified: null,
    });

    expect(user).toBeNull();
    expect(errors.map(({ code, path }) => `${code} ${path?.[1]}`).sort()).toEqual([
      'EMAIL_TAKEN email',
      'INVALID_PHONE phone',
      'REQUIRED emailVerified',
      'REQUIRED isAdmin',
      'USERNAME_TAKEN username',
    ]);
    expect((await admin.updates({ userId, email: null })).errors).toMatchObject([{ code: 'REQUIRED' }]);
    expect((await admin.sees(userId)).user).toMatchObject({ name: 'Alice', username: null });
  });

  it('makes administrators and takes them back, from the next request on', async () => {
    const here = await world();
    const admin = await ada(here);
    const grace = new Administrator(await here.person('Grace').joins());
    const userId = await idOf(grace.device);
    expect((await admin.updates({ userId, isAdmin: true })).user).toMatchObject({ isAdmin: true });
    expect((await grace.creates({ email: 'new@example.com' })).errors).toEqual([]);

    expect((await admin.updates({ userId, isAdmin: false })).user).toMatchObject({ isAdmin: false });

    expect(await refusal(grace.creates({ email: 'newer@example.com' }))).toMatchObject({
      code: 'FORBIDDEN',
      extensions: { permission: 'users:write' },
    });
  });

  it('is recorded with who did it and what changed', async () => {
    const here = await world();
    const admin = await ada(here);
    const userId = await idOf(await here.person('Alice').joins({ name: 'Alice' }));
    const actorId = await idOf(admin.device);
    await admin.updates({ userId, name: 'Alice', locale: 'fr', isAdmin: true, emailVerified: false });
    await admin.updates({ userId, isAdmin: false, emailVerified: true });
    await admin.updates({ userId, email: 'new@example.com' });
    await admin.revokesSessions(userId);
    await admin.sendsReset(userId);
    await admin.suspends(userId, 'spam');
    await admin.reinstates(userId);
    await admin.deletes(userId);
    await admin.restores(userId);

    const events = (await (await here.inspect()).events()).filter((event) => event.actorId === actorId);

    expect(events.map(({ name, metadata }) => [name, metadata])).toEqual([
      ['profile_updated', { fields: ['locale', 'emailVerified'] }],
      ['admin_granted', {}],
      ['email_verified', {}],
      ['admin_revoked', {}],
      ['email_changed', { verified: false }],
      ['password_reset_requested', {}],
      ['user_suspended', { reason: 'spam' }],
      ['user_reinstated', {}],
      ['user_deleted', {}],
      ['user_restored', {}],
    ]);
    expect(new Set(events.map((event) => event.userId))).toEqual(new Set([userId]));
  });
});

describe("a user's new address, set by an administrator", () => {
  it('counts at once, unverified: sessions and links end, the old address is told, the new one asked', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const laptop = await alice.joins();
    const userId = await idOf(laptop);
    await alice.asksForAPasswordReset();
    const { token: reset } = await alice.newestMail();
    await laptop.updatesMe({ email: 'own@example.com', currentPassword: alice.password });
    const { token: change } = await here.newestMailTo('own@example.com');

    const { user } = await admin.updates({ userId, email: 'New@Example.com' });

    expect(user).toMatchObject({ email: 'New@Example.com', emailVerified: false, pendingEmail: null });
    expect((await alice.newestMail()).kind).toBe('email_changed');
    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    const invalid = [{ code: 'INVALID_TOKEN' }];
    expect((await alice.resetsPassword('a much better passphrase', reset)).errors).toMatchObject(invalid);
    expect((await alice.verifies(change)).errors).toMatchObject(invalid);
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await alice.triesToLogIn(alice.password, 'new@example.com')).errors).toMatchObject([
      { code: 'EMAIL_NOT_VERIFIED' },
    ]);
    const verification = await here.newestMailTo('New@Example.com');
    expect(verification.kind).toBe('verify_email');
    expect((await alice.verifies(verification.token)).errors).toEqual([]);
    expect((await alice.triesToLogIn(alice.password, 'new@example.com')).errors).toEqual([]);
  });

  it('may be vouched for', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const userId = await idOf(await alice.joins());

    const { user } = await admin.updates({ userId, email: 'new@example.com', emailVerified: true });

    expect(user).toMatchObject({ email: 'new@example.com', emailVerified: true });
    expect(await here.mailsTo('new@example.com')).toEqual([]);
    expect((await alice.triesToLogIn(alice.password, 'new@example.com')).errors).toEqual([]);
  });

  it('may be the old one in another case, which ends nothing', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const laptop = await alice.joins();

    const { user } = await admin.updates({ userId: await idOf(laptop), email: 'ALICE@example.com' });

    expect(user).toMatchObject({ email: 'ALICE@example.com', emailVerified: true });
    expect(await laptop.asksMe()).toEqual(user);
  });

  it('is no way into the account of somebody who may do more', async () => {
    const here = await world();
    const admin = await ada(here);
    const mallory = new Administrator(await here.person('Mallory').joinsWith('users:read', 'users:write'));
    const userId = await idOf(await here.person('Sam').joins());
    await admin.setsRoles(userId, 'support');
    const forbidden = { code: 'FORBIDDEN', extensions: { permission: 'events:read' } };

    expect(await refusal(mallory.updates({ userId, email: 'mallory2@example.com' }))).toMatchObject(forbidden);
    expect(await refusal(mallory.sendsReset(userId))).toMatchObject(forbidden);

    expect((await mallory.updates({ userId, name: 'Sam', email: 'SAM@example.com' })).errors).toEqual([]);
    await admin.setsRoles(userId);
    expect((await mallory.sendsReset(userId)).errors).toEqual([]);
  });

  it('is not set on oneself, where a stolen session would get around the password', async () => {
    const here = await world();
    const admin = await ada(here);
    const userId = await idOf(admin.device);

    expect((await admin.updates({ userId, email: 'mallory@example.com' })).errors).toMatchObject([
      { code: 'NOT_ALLOWED_ON_SELF', path: ['input', 'email'] },
    ]);
    expect((await admin.updates({ userId, name: 'Ada' })).user).toMatchObject({ name: 'Ada' });
  });
});

describe('a reset mail sent by an administrator', () => {
  it('goes to the stored address, one a minute, and works like any other', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const laptop = await alice.joins();
    const userId = await idOf(laptop);

    expect(await admin.sendsReset(userId)).toEqual({ accepted: true, retryAfter: 60, errors: [] });
    expect(await admin.sendsReset(userId)).toMatchObject({ accepted: true });

    const resets = (await alice.mails()).filter(({ kind }) => kind === 'password_reset');
    expect(resets).toHaveLength(1);
    expect((await alice.resetsPassword('a much better passphrase')).errors).toEqual([]);
    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
  });
});

describe('ending the sessions of a user', () => {
  it('ends all of them, and says how many', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const [laptop, phone] = [await alice.joins(), await alice.signsIn()];
    const userId = await idOf(laptop);

    expect(await admin.revokesSessions(userId)).toEqual({ revokedCount: 2, errors: [] });
    expect(await admin.revokesSessions(userId)).toEqual({ revokedCount: 0, errors: [] });

    expect(await phone.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await phone.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    const actorId = await idOf(admin.device);
    const revoked = (await (await here.inspect()).events()).filter(({ name }) => name === 'session_revoked');
    expect(revoked).toMatchObject([
      { userId, actorId },
      { userId, actorId },
    ]);
  });
});
