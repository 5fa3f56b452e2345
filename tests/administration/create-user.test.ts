import { days, minutes } from '../../src/kernel/duration.js';
import { Administrator, idOf } from '../support/administrator.js';
import { type World, world } from '../support/world.js';

async function ada(here: World): Promise<Administrator> {
  return new Administrator(await here.person('Ada').joinsAsAdmin());
}

describe('a user made without a password', () => {
  it('is invited, chooses a password within seven days, and has confirmed the address by that', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];

    const { user, errors } = await admin.creates({ email: 'Alice@Example.com', name: 'Alice', locale: 'de' });

    expect(errors).toEqual([]);
    expect(user).toMatchObject({
      email: 'Alice@Example.com',
      emailVerified: false,
      hasPassword: false,
      isAdmin: false,
    });
    const invitation = await here.newestMailTo('Alice@Example.com');
    expect(invitation.kind).toBe('invitation');
    expect((await alice.triesToLogIn('')).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    here.clock.passes(days(6.9));
    expect((await alice.resetsPassword('short', invitation.token)).errors).toMatchObject([
      { code: 'PASSWORD_TOO_SHORT' },
    ]);
    expect((await alice.resetsPassword('a much better passphrase', invitation.token)).errors).toEqual([]);
    expect(await (await alice.signsIn()).asksMe()).toMatchObject({ emailVerified: true, hasPassword: true });
    expect((await alice.resetsPassword('yet another passphrase', invitation.token)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
  });

  it('comes too late after seven days, and can be invited again', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const { user } = await admin.creates({ email: alice.email });
    const { token } = await alice.newestMail();
    here.clock.passes(days(7.1));
    await admin.device.logsIn();
    expect((await alice.resetsPassword('a much better passphrase', token)).errors).toMatchObject([
      { code: 'EXPIRED_TOKEN' },
    ]);

    expect(await admin.sendsReset(user?.id ?? '')).toMatchObject({ accepted: true, retryAfter: 60 });

    expect((await alice.mails()).map(({ kind }) => kind)).toEqual(['invitation', 'invitation']);
    expect((await alice.resetsPassword('a much better passphrase')).errors).toEqual([]);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });
});

describe('a user made with a password', () => {
  it('gets a mail to confirm the address', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];

    await admin.creates({ email: alice.email, password: alice.password });

    expect((await alice.mails()).map(({ kind }) => kind)).toEqual(['verify_email']);
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'EMAIL_NOT_VERIFIED' }]);
    expect((await alice.verifies()).errors).toEqual([]);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('signs in at once where the administrator vouches for the address', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];

    await admin.creates({ email: alice.email, password: alice.password, emailVerified: true });

    expect(await alice.mails()).toEqual([]);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('has one that the rules allow', async () => {
    const admin = await ada(await world());

    for (const [password, code] of [
      ['', 'PASSWORD_TOO_SHORT'],
      ['password', 'PASSWORD_TOO_COMMON'],
      ['x'.repeat(129), 'PASSWORD_TOO_LONG'],
    ] as const) {
      const { errors } = await admin.creates({ email: 'new@example.com', password });
      expect(errors).toMatchObject([{ code, path: ['input', 'password'] }]);
    }
  });
});

describe('making a user', () => {
  it('gives roles, and the office of administrator', async () => {
    const here = await world();
    const admin = await ada(here);

    const { user } = await admin.creates({ email: 'grace@example.com', isAdmin: true, roles: ['support', 'support'] });

    expect(user).toMatchObject({ isAdmin: true, roles: [{ name: 'support' }] });
    const events = (await (await here.inspect()).events()).filter(({ userId }) => userId === user?.id);
    const actorId = await idOf(admin.device);
    expect(events).toMatchObject([
      { name: 'user_registered', actorId, metadata: { method: 'invitation' } },
      { name: 'user_roles_changed', actorId, metadata: { added: ['support'], removed: [] } },
      { name: 'admin_granted', actorId },
    ]);
  });

  it('tells every problem at once, also what is taken, and makes nobody', async () => {
    const here = await world();
    const admin = await ada(here);
    await here.person('Alice').joins({ username: 'wonder' });

    const { user, errors } = await admin.creates({
      email: 'ALICE@example.com',
      username: 'Wonder',
      name: '',
      phone: '12',
      locale: '??',
      password: 'short',
      roles: ['support', 'nobodys'],
    });

    expect(user).toBeNull();
    expect(errors.map(({ code, path }) => `${code} ${path?.[1]}`).sort()).toEqual([
      'EMAIL_TAKEN email',
      'INVALID_LOCALE locale',
      'INVALID_NAME name',
      'INVALID_PHONE phone',
      'NOT_FOUND roles',
      'PASSWORD_TOO_SHORT password',
      'USERNAME_TAKEN username',
    ]);
    expect((await admin.creates({ email: ' ' })).errors).toMatchObject([
      { code: 'REQUIRED', path: ['input', 'email'] },
    ]);
    expect((await admin.creates({ email: 'x' })).errors).toMatchObject([{ code: 'INVALID_EMAIL' }]);
    expect(await (await here.inspect()).rows('users')).toHaveLength(2);
  });

  it('ends the registrations that waited for the address', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    await alice.registers();
    const { token } = await alice.newestMail();
    here.clock.passes(minutes(2));

    expect((await admin.creates({ email: alice.email })).errors).toEqual([]);

    expect((await alice.verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await alice.resetsPassword('a much better passphrase')).errors).toEqual([]);
  });
});
