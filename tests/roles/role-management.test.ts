import { Administrator, idOf } from '../support/administrator.js';
import { refusal } from '../support/device.js';
import { MyRightsDocument, PermissionsDocument } from '../operations/operations.js';
import { type World, world } from '../support/world.js';

async function ada(here: World): Promise<Administrator> {
  return new Administrator(await here.person('Ada').joinsAsAdmin());
}

const SUPPORT = {
  name: 'support',
  description: 'Looks at users and at what happened to them.',
  permissions: ['events:read', 'users:read'],
  builtIn: true,
};

describe('the built-in role', () => {
  it('is there from the start and stays as it is', async () => {
    const admin = await ada(await world());
    const [support] = await admin.listsRoles();
    expect(support).toMatchObject({ ...SUPPORT, userCount: 0 });
    const roleId = support?.id ?? '';

    for (const { errors } of [
      await admin.updatesRole({ roleId, permissions: [] }),
      await admin.updatesRole({ roleId, name: 'helpers' }),
      await admin.deletesRole(roleId),
    ]) {
      expect(errors).toMatchObject([{ code: 'BUILT_IN_ROLE', path: ['input', 'roleId'] }]);
    }
    expect(await admin.listsRoles()).toEqual([support]);
  });
});

describe('a new role', () => {
  it('has what was asked for, each permission once and sorted', async () => {
    const admin = await ada(await world());

    const { role, errors } = await admin.createsRole({
      name: 'editors',
      description: ' Write articles. ',
      permissions: ['posts:write', 'articles:write', 'posts:write'],
    });

    expect(errors).toEqual([]);
    const expected = { name: 'editors', description: 'Write articles.', builtIn: false, userCount: 0 };
    expect(role).toMatchObject({ ...expected, permissions: ['articles:write', 'posts:write'] });
    expect((await admin.listsRoles()).map(({ name }) => name)).toEqual(['editors', 'support']);
  });

  it('names every problem at once', async () => {
    const admin = await ada(await world());

    const { role, errors } = await admin.createsRole({
      name: 'Éditors',
      description: 'x'.repeat(501),
      permissions: ['users:read', 'all', 'Users:read', 'users:', `a:${'b'.repeat(100)}`],
    });

    expect(role).toBeNull();
    expect(errors.map(({ code, path }) => [code, ...(path ?? [])].join(' ')).sort()).toEqual([
      'INVALID_NAME input name',
      'INVALID_PERMISSION input permissions 1',
      'INVALID_PERMISSION input permissions 2',
      'INVALID_PERMISSION input permissions 3',
      'INVALID_PERMISSION input permissions 4',
      'INVALID_VALUE input description',
    ]);
  });

  it.each(['a', 'x'.repeat(51), '1st', '-x', 'with space', 'UPPER', 'under_score', 'nul\0', ''])(
    'is not called %j',
    async (name) => {
      const admin = await ada(await world());

      expect((await admin.createsRole({ name, permissions: [] })).errors).toMatchObject([
        { code: 'INVALID_NAME', path: ['input', 'name'] },
      ]);
    },
  );

  it('has a name of its own and at most a hundred permissions', async () => {
    const admin = await ada(await world());
    const permissions = Array.from({ length: 101 }, (_, nth) => `resource:action${nth}`);

    expect((await admin.createsRole({ name: 'support', permissions })).errors).toMatchObject([
      { code: 'INVALID_VALUE', path: ['input', 'permissions'] },
      { code: 'ROLE_NAME_TAKEN', path: ['input', 'name'] },
    ]);
    expect((await admin.createsRole({ name: 'many', permissions: permissions.slice(1) })).errors).toEqual([]);
  });
});

describe('changing a role', () => {
  it('keeps what is left out and clears the description with null', async () => {
    const admin = await ada(await world());
    const created = await admin.createsRole({ name: 'editors', description: 'Write.', permissions: ['posts:write'] });
    const roleId = created.role?.id ?? '';

    expect((await admin.updatesRole({ roleId, name: 'writers' })).role).toMatchObject({
      name: 'writers',
      description: 'Write.',
      permissions: ['posts:write'],
    });
    expect((await admin.updatesRole({ roleId, description: null })).role).toMatchObject({ description: null });
    expect((await admin.updatesRole({ roleId, permissions: [] })).role).toMatchObject({ permissions: [] });
    expect((await admin.updatesRole({ roleId, name: null, permissions: null })).errors).toMatchObject([
      { code: 'REQUIRED', path: ['input', 'name'] },
      { code: 'REQUIRED', path: ['input', 'permissions'] },
    ]);
    expect((await admin.updatesRole({ roleId, name: 'support' })).errors).toMatchObject([{ code: 'ROLE_NAME_TAKEN' }]);
    expect((await admin.updatesRole({ roleId, name: 'writers' })).errors).toEqual([]);
  });

  it('acts on the next request of those who hold it', async () => {
    const here = await world();
    const admin = await ada(here);
    const laptop = await here.person('Alice').joins();
    const created = await admin.createsRole({ name: 'watchers', permissions: ['roles:read'] });
    const roleId = created.role?.id ?? '';
    await admin.setsRoles(await idOf(laptop), 'watchers');
    expect(await laptop.asks(PermissionsDocument, {})).toBeTruthy();

    await admin.updatesRole({ roleId, permissions: [] });

    expect(await refusal(laptop.asks(PermissionsDocument, {}))).toMatchObject({
      code: 'FORBIDDEN',
      extensions: { permission: 'roles:read' },
    });
  });

  it('does not find what is none', async () => {
    const admin = await ada(await world());

    for (const roleId of ['01890000-0000-7000-8000-000000000000', 'x', 'nul\0']) {
      const notFound = [{ code: 'NOT_FOUND', path: ['input', 'roleId'] }];
      expect((await admin.updatesRole({ roleId, name: 'other' })).errors).toMatchObject(notFound);
      expect((await admin.deletesRole(roleId)).errors).toMatchObject(notFound);
    }
  });
});

describe('deleting a role', () => {
  it('waits until no user holds it; deleted users lose it', async () => {
    const here = await world();
    const admin = await ada(here);
    const [alice, bob] = [here.person('Alice'), here.person('Bob')];
    const ids = [await idOf(await alice.joins()), await idOf(await bob.joins())] as const;
    const { role } = await admin.createsRole({ name: 'editors', permissions: [] });
    const roleId = role?.id ?? '';
    for (const id of ids) await admin.setsRoles(id, 'editors', 'support');
    expect((await admin.listsRoles()).map(({ name, userCount }) => [name, userCount])).toEqual([
      ['editors', 2],
      ['support', 2],
    ]);

    expect((await admin.deletesRole(roleId)).errors).toMatchObject([
      { code: 'ROLE_IN_USE', path: ['input', 'roleId'] },
    ]);
    await admin.setsRoles(ids[0], 'support');
    await admin.deletes(ids[1]);
    expect(await admin.deletesRole(roleId)).toEqual({ deletedRoleId: roleId, errors: [] });

    expect((await admin.restores(ids[1])).user).toMatchObject({ roles: [{ name: 'support' }] });
  });
});

describe('the roles of a user', () => {
  it('are the whole set that is given; only known ones, and not too many', async () => {
    const here = await world();
    const admin = await ada(here);
    const id = await idOf(await here.person('Alice').joins());
    await admin.createsRole({ name: 'editors', permissions: ['posts:write'] });

    expect((await admin.setsRoles(id, 'editors', 'support', 'editors')).user).toMatchObject({
      roles: [{ name: 'editors' }, { name: 'support' }],
      permissions: ['events:read', 'posts:write', 'users:read'],
    });
    expect((await admin.setsRoles(id, 'editors', 'nobodys', 'nul\0')).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'roles'] },
    ]);
    expect((await admin.setsRoles(id, ...Array.from({ length: 101 }, () => 'support'))).errors).toMatchObject([
      { code: 'INVALID_VALUE', path: ['input', 'roles'] },
    ]);
    expect((await admin.setsRoles(id)).user).toMatchObject({ roles: [], permissions: [] });
  });

  it('are in the next token and in the next request', async () => {
    const here = await world();
    const admin = await ada(here);
    const laptop = await here.person('Alice').joins();
    await admin.setsRoles(await idOf(laptop), 'support');

    expect((await laptop.asks(MyRightsDocument, {})).me).toMatchObject({ permissions: ['events:read', 'users:read'] });
    await laptop.refreshes();
    const [, claims = ''] = laptop.tokens?.accessToken.split('.') ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      roles: ['support'],
      permissions: ['events:read', 'users:read'],
      admin: false,
    });
  });
});

describe('who manages roles', () => {
  it('grants only what they hold, by no way', async () => {
    const here = await world();
    const admin = await ada(here);
    const manager = new Administrator(
      await here.person('Max').joinsWith('roles:read', 'roles:write', 'users:write', 'posts:write'),
    );
    const [bobs, own] = [await idOf(await here.person('Bob').joins()), await idOf(manager.device)];
    const mild = await manager.createsRole({ name: 'writers', permissions: ['posts:write'] });
    const roleId = mild.role?.id ?? '';
    expect(mild.errors).toEqual([]);
    const forbidden: [() => Promise<unknown>, string][] = [
      [
        () => manager.createsRole({ name: 'more', permissions: ['users:read', 'roles:write', 'events:read'] }),
        'events:read',
      ],
      [() => manager.createsRole({ name: 'new', permissions: ['invoices:read'] }), 'invoices:read'],
      [() => manager.updatesRole({ roleId, permissions: ['posts:write', 'users:delete'] }), 'users:delete'],
      [() => manager.setsRoles(bobs, 'writers', 'support'), 'events:read'],
      [() => manager.setsRoles(own, 'maxs-role', 'support'), 'events:read'],
      [() => manager.creates({ email: 'new@example.com', roles: ['support'] }), 'events:read'],
      [() => manager.creates({ email: 'new@example.com', isAdmin: true }), 'admin'],
      [() => manager.updates({ userId: bobs, isAdmin: true }), 'admin'],
      [() => manager.updates({ userId: own, isAdmin: true }), 'admin'],
    ];

    for (const [attempt, permission] of forbidden) {
      expect(await refusal(attempt())).toMatchObject({ code: 'FORBIDDEN', extensions: { permission } });
    }

    expect((await manager.setsRoles(bobs, 'writers')).errors).toEqual([]);
    expect((await admin.listsRoles()).map(({ name }) => name)).toEqual(['maxs-role', 'support', 'writers']);
    expect(await here.mailsTo('new@example.com')).toEqual([]);
  });

  it('may take away and keep what they do not hold', async () => {
    const here = await world();
    const admin = await ada(here);
    const manager = new Administrator(await here.person('Max').joinsWith('roles:write', 'posts:write'));
    const bobs = await idOf(await here.person('Bob').joins());
    const { role } = await admin.createsRole({ name: 'strong', permissions: ['users:delete', 'users:write'] });
    await admin.setsRoles(bobs, 'strong', 'support');

    expect((await manager.setsRoles(bobs, 'strong')).errors).toEqual([]);
    const roleId = role?.id ?? '';
    expect((await manager.updatesRole({ roleId, permissions: ['posts:write', 'users:delete'] })).errors).toEqual([]);
    expect((await manager.setsRoles(bobs)).errors).toEqual([]);
  });
});

describe('the permissions', () => {
  it('are the built-in ones, described, and then those that roles name', async () => {
    const here = await world();
    const admin = await ada(here);
    await admin.createsRole({ name: 'editors', permissions: ['posts:write', 'articles:write', 'users:read'] });

    const { permissions } = await admin.device.asks(PermissionsDocument, {});

    expect(permissions.map(({ name }) => name)).toEqual([
      'events:read',
      'roles:read',
      'roles:write',
      'users:delete',
      'users:read',
      'users:write',
      'articles:write',
      'posts:write',
    ]);
    expect(permissions.every(({ builtIn, description }) => builtIn === (description !== null))).toBe(true);
  });
});

describe('what happens to roles', () => {
  it('is recorded with who did it and what changed', async () => {
    const here = await world();
    const admin = await ada(here);
    const userId = await idOf(await here.person('Alice').joins());
    const actorId = await idOf(admin.device);
    const { role } = await admin.createsRole({ name: 'editors', permissions: ['posts:write'] });
    const roleId = role?.id ?? '';
    await admin.setsRoles(userId, 'editors', 'support');
    await admin.setsRoles(userId, 'editors', 'support');
    await admin.updatesRole({ roleId, name: 'writers', permissions: ['posts:read'] });
    await admin.updatesRole({ roleId, name: 'writers' });
    await admin.setsRoles(userId, 'support');
    await admin.deletesRole(roleId);

    const events = (await (await here.inspect()).events()).filter(({ actorId: by }) => by === actorId);

    const changed = {
      role: 'editors',
      fields: ['name', 'permissions'],
      added: ['posts:read'],
      removed: ['posts:write'],
    };
    expect(events).toMatchObject([
      { name: 'role_created', userId: null, metadata: { role: 'editors', permissions: ['posts:write'] } },
      { name: 'user_roles_changed', userId, metadata: { added: ['editors', 'support'], removed: [] } },
      { name: 'role_updated', userId: null, metadata: changed },
      { name: 'user_roles_changed', userId, metadata: { added: [], removed: ['writers'] } },
      { name: 'role_deleted', userId: null, metadata: { role: 'writers' } },
    ]);
    expect(events).toHaveLength(5);
  });
});
