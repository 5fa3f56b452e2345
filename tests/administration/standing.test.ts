import { minutes } from '../../src/kernel/duration.js';
import { Administrator, idOf } from '../support/administrator.js';
import { refusal } from '../support/device.js';
import { type World, world } from '../support/world.js';

async function ada(here: World): Promise<Administrator> {
  return new Administrator(await here.person('Ada').joinsAsAdmin());
}

describe('suspending a user', () => {
  it('ends sessions and mailed links at once, and signing in', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const laptop = await alice.joins();
    await alice.asksForAPasswordReset();
    const { token } = await alice.newestMail();
    const id = await idOf(laptop);

    expect(await admin.suspends(id, 'spam')).toMatchObject({ user: { id }, errors: [] });

    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'ACCOUNT_SUSPENDED' }]);
    expect((await alice.triesToLogIn('wrong')).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await alice.resetsPassword('a much better passphrase', token)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
  });

  it('is not undone by a reset of the password', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const id = await idOf(await alice.joins());
    await admin.suspends(id);
    await alice.asksForAPasswordReset();

    expect((await alice.resetsPassword('a much better passphrase')).errors).toEqual([]);
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'ACCOUNT_SUSPENDED' }]);
  });

  it('ends when the user is reinstated; the sessions of before stay ended', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const laptop = await alice.joins();
    const id = await idOf(laptop);
    await admin.suspends(id, 'spam');

    expect((await admin.reinstates(id)).errors).toEqual([]);

    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
    expect((await admin.sees(id)).user).toMatchObject({ status: 'ACTIVE', suspendedAt: null, suspensionReason: null });
  });

  it('again changes the reason where one is given, and is quiet otherwise', async () => {
    const here = await world();
    const admin = await ada(here);
    const id = await idOf(await here.person('Alice').joins());
    const inspector = await here.inspect();
    const reasons = async () => (await inspector.rows('users')).map((row) => row['suspension_reason']).filter(Boolean);

    await admin.suspends(id, ' spam ');
    await admin.suspends(id);
    expect(await reasons()).toEqual(['spam']);
    await admin.suspends(id, 'fraud');
    expect(await reasons()).toEqual(['fraud']);
    await admin.suspends(id, null);
    expect(await reasons()).toEqual([]);

    const names = await inspector.eventNames();
    expect(names.filter((name) => name === 'user_suspended')).toHaveLength(3);
  });

  it('takes a reason of 500 characters at most, in any script', async () => {
    const here = await world();
    const admin = await ada(here);
    const id = await idOf(await here.person('Alice').joins());

    for (const reason of ['x'.repeat(501), 'nul\0', 'escape\u001b[2J']) {
      expect((await admin.suspends(id, reason)).errors).toMatchObject([
        { code: 'INVALID_VALUE', path: ['input', 'reason'] },
      ]);
    }
    expect((await admin.suspends(id, '🚫'.repeat(500))).errors).toEqual([]);
  });
});

describe('deleting a user', () => {
  it('ends signing in, and frees address and username', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const laptop = await alice.joins({ username: 'wonder' });
    const id = await idOf(laptop);

    expect(await admin.deletes(id)).toEqual({ deletedUserId: id, errors: [] });

    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await admin.creates({ email: alice.email, username: 'wonder' })).errors).toEqual([]);
    expect((await admin.deletes(id)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'userId'] }]);
  });

  it('leaves nobody to suspend, reinstate, change or write to', async () => {
    const here = await world();
    const admin = await ada(here);
    const userId = await idOf(await here.person('Alice').joins());
    await admin.deletes(userId);

    const answers = [
      await admin.suspends(userId),
      await admin.reinstates(userId),
      await admin.updates({ userId, name: 'Nobody' }),
      await admin.revokesSessions(userId),
      await admin.sendsReset(userId),
      await admin.setsRoles(userId, 'support'),
    ];

    for (const { errors } of answers) {
      expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'userId'] }]);
    }
  });
});

describe('restoring a user', () => {
  it('brings address, username, password and roles back, and no sessions', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const laptop = await alice.joins({ username: 'wonder' });
    const id = await idOf(laptop);
    await admin.setsRoles(id, 'support');
    await admin.deletes(id);

    const { user, errors } = await admin.restores(id);

    expect(errors).toEqual([]);
    expect(user).toMatchObject({ id, email: alice.email, username: 'wonder', roles: [{ name: 'support' }] });
    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
    expect((await alice.triesToLogIn(alice.password, 'WONDER')).errors).toEqual([]);
  });

  it('tells what another has taken meanwhile, all at once, and changes nothing', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const id = await idOf(await alice.joins({ username: 'wonder' }));
    await admin.deletes(id);
    await admin.creates({ email: 'ALICE@example.com', username: 'Wonder' });

    expect((await admin.restores(id)).errors).toMatchObject([
      { code: 'EMAIL_TAKEN', path: ['input', 'userId'] },
      { code: 'USERNAME_TAKEN', path: ['input', 'userId'] },
    ]);
  });

  it('is not kept back by a registration that waits for the address, and ends it', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const id = await idOf(await alice.joins());
    await admin.deletes(id);
    here.clock.passes(minutes(2));
    await alice.registers({ password: 'another passphrase 9' });

    expect((await admin.restores(id)).errors).toEqual([]);
    expect((await alice.verifies()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('leaves one who is not deleted as they are, and one who was suspended stays suspended', async () => {
    const here = await world();
    const [admin, alice] = [await ada(here), here.person('Alice')];
    const id = await idOf(await alice.joins());
    expect((await admin.restores(id)).errors).toEqual([]);
    await admin.suspends(id);
    await admin.deletes(id);

    expect((await admin.restores(id)).errors).toEqual([]);
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'ACCOUNT_SUSPENDED' }]);
    expect((await (await here.inspect()).eventNames()).filter((name) => name === 'user_restored')).toHaveLength(1);
  });
});

describe('an unknown user', () => {
  it.each(['01890000-0000-7000-8000-000000000000', 'nonsense', 'nul\0', "'; drop table users", ''])(
    'is not found: %j',
    async (userId) => {
      const admin = await ada(await world());

      const answers = [
        await admin.suspends(userId),
        await admin.reinstates(userId),
        await admin.deletes(userId),
        await admin.restores(userId),
        await admin.updates({ userId, name: 'Nobody' }),
        await admin.revokesSessions(userId),
        await admin.sendsReset(userId),
        await admin.setsRoles(userId),
      ];

      for (const { errors } of answers) {
        expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'userId'] }]);
      }
    },
  );

  it('is told together with what else is wrong', async () => {
    const admin = await ada(await world());

    expect((await admin.updates({ userId: 'x', name: '', locale: '??', email: 'none' })).errors).toHaveLength(4);
    expect((await admin.suspends('x', 'y'.repeat(501))).errors).toHaveLength(2);
  });
});

describe('oneself', () => {
  it('can not be suspended, deleted or demoted here', async () => {
    const here = await world();
    const admin = await ada(here);
    await here.person('Grace').joinsAsAdmin();
    const userId = await idOf(admin.device);

    for (const { errors } of [
      await admin.suspends(userId),
      await admin.deletes(userId),
      await admin.updates({ userId, isAdmin: false }),
    ]) {
      expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_ON_SELF', path: ['input', 'userId'] }]);
    }
  });
});

describe('the last administrator', () => {
  it('is told so beside that it is oneself', async () => {
    const admin = await ada(await world());
    const userId = await idOf(admin.device);

    expect((await admin.updates({ userId, isAdmin: false })).errors).toMatchObject([
      { code: 'NOT_ALLOWED_ON_SELF' },
      { code: 'LAST_ADMIN', path: ['input', 'userId'] },
    ]);
  });

  it('can not leave; with another who can sign in they can', async () => {
    const here = await world();
    const admin = await ada(here);

    expect((await admin.device.deletesMe()).errors).toMatchObject([{ code: 'LAST_ADMIN' }]);
    // Neither one who is invited nor one who is suspended could take over.
    await admin.creates({ email: 'invited@example.com', isAdmin: true });
    const grace = await here.person('Grace').joinsAsAdmin();
    await admin.suspends(await idOf(grace));
    expect((await admin.device.deletesMe()).errors).toMatchObject([{ code: 'LAST_ADMIN' }]);
    expect(await admin.device.asksMe()).toMatchObject({ isAdmin: true });

    await here.person('Joan').joinsAsAdmin();
    expect((await admin.device.deletesMe()).errors).toEqual([]);
  });
});

describe('an administrator', () => {
  it('is out of reach of who is none, whatever their permissions', async () => {
    const here = await world();
    const admin = await ada(here);
    const userId = await idOf(admin.device);
    const moderator = new Administrator(
      await here.person('Mod').joinsWith('users:read', 'users:write', 'users:delete', 'roles:read', 'roles:write'),
    );
    const attempts: (() => Promise<unknown>)[] = [
      () => moderator.suspends(userId),
      () => moderator.reinstates(userId),
      () => moderator.deletes(userId),
      () => moderator.restores(userId),
      () => moderator.updates({ userId, name: 'Fool' }),
      () => moderator.revokesSessions(userId),
      () => moderator.sendsReset(userId),
      () => moderator.setsRoles(userId),
    ];

    for (const attempt of attempts) {
      expect(await refusal(attempt())).toMatchObject({ code: 'FORBIDDEN', extensions: { permission: 'admin' } });
    }
    expect(await admin.device.asksMe()).toMatchObject({ name: null });
  });
});
