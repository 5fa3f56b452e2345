import { builtInPermissions } from '../../src/roles/permissions.js';
import { Administrator, idOf } from '../support/administrator.js';
import { type Device, refusal } from '../support/device.js';
import { MyRightsDocument, PermissionsDocument } from '../operations/operations.js';
import { world, type World } from '../support/world.js';

/** A second instance, and who administers there. */
async function elsewhere(here: World): Promise<Administrator> {
  return new Administrator(await (await here.anotherInstance()).person('Ada').joinsAsAdmin());
}

/** Alice has a role that was made elsewhere, and this instance has answered with it. */
async function aliceWithRole(here: World, admin: Administrator) {
  const laptop = await here.person('Alice').joins();
  const { role } = await admin.createsRole({ name: 'watchers', permissions: ['roles:read'] });
  await admin.setsRoles(await idOf(laptop), 'watchers');
  expect(await rightsOf(laptop)).toMatchObject({ roles: [{ name: 'watchers' }], permissions: ['roles:read'] });
  return { laptop, roleId: role?.id ?? '' };
}

async function rightsOf(device: Device) {
  return (await device.asks(MyRightsDocument, {})).me;
}

function claimsOf({ tokens }: Device): unknown {
  return JSON.parse(Buffer.from(tokens?.accessToken.split('.')[1] ?? '', 'base64url').toString());
}

describe('a role that another instance changes', () => {
  it('allows on the next request what it allows now, and no more', async () => {
    const here = await world();
    const admin = await elsewhere(here);
    const { laptop, roleId } = await aliceWithRole(here, admin);

    await admin.updatesRole({ roleId, permissions: ['posts:write'] });

    expect(await refusal(laptop.asks(PermissionsDocument, {}))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await rightsOf(laptop)).toMatchObject({ permissions: ['posts:write'] });
  });

  it('has its new name on the next request', async () => {
    const here = await world();
    const admin = await elsewhere(here);
    const { laptop, roleId } = await aliceWithRole(here, admin);

    await admin.updatesRole({ roleId, name: 'keepers' });

    expect(await rightsOf(laptop)).toMatchObject({ roles: [{ name: 'keepers' }] });
  });

  it('allows administrators nothing any more once it is deleted', async () => {
    const here = await world();
    const admin = await elsewhere(here);
    const { role } = await admin.createsRole({ name: 'editors', permissions: ['posts:write'] });
    const owner = await here.person('Olga').joinsAsAdmin();
    expect((await rightsOf(owner))?.permissions).toContain('posts:write');

    expect((await admin.deletesRole(role?.id ?? '')).errors).toEqual([]);

    expect((await rightsOf(owner))?.permissions).not.toContain('posts:write');
  });

  it.each(['refreshes', 'logsIn'] as const)('is in the next token of who %s', async (does) => {
    const here = await world();
    const admin = await elsewhere(here);
    const { laptop, roleId } = await aliceWithRole(here, admin);

    await admin.updatesRole({ roleId, name: 'keepers', permissions: ['posts:write'] });
    await laptop[does]();

    expect(claimsOf(laptop)).toMatchObject({ roles: ['keepers'], permissions: ['posts:write'] });
  });
});

const given = `update roles set permissions = '["posts:write"]' where name = 'sams-role'`;
const made = `insert into roles (id, name, permissions, built_in)
  values ('01890000-0000-7000-8000-000000000000', 'new', '["posts:write"]', false)`;
const taken = `delete from user_roles where role_id in (select id from roles where name = 'sams-role')`;

interface Change {
  readonly by: string;
  readonly sql: readonly string[];
  /** What Sam may do after it, and what is then known to administrators. */
  readonly sam: readonly string[];
  readonly known: readonly string[];
}

const ofOneDatabase: Record<typeof globalThis.testDatabase, readonly Change[]> = {
  postgresql: [
    { by: 'truncate', sql: ['truncate roles cascade'], sam: [], known: [] },
    {
      by: 'update from another search path',
      sql: [`set search_path = ''; ${given.replace('roles', 'public.roles')}; reset search_path`],
      sam: ['posts:write'],
      known: ['posts:write'],
    },
  ],
  sqlite: [
    {
      by: 'update or ignore',
      sql: [given.replace('update', 'update or ignore')],
      sam: ['posts:write'],
      known: ['posts:write'],
    },
    {
      by: 'insert or ignore',
      sql: [made.replace('insert', 'insert or ignore')],
      sam: ['a:read'],
      known: ['a:read', 'posts:write'],
    },
  ],
};

const changes: readonly Change[] = [
  { by: 'update', sql: [given], sam: ['posts:write'], known: ['posts:write'] },
  { by: 'insert', sql: [made], sam: ['a:read'], known: ['a:read', 'posts:write'] },
  { by: 'delete', sql: [taken, `delete from roles where name = 'sams-role'`], sam: [], known: [] },
  ...ofOneDatabase[globalThis.testDatabase],
];

describe('roles that an operator changes by SQL', () => {
  it.each(changes)('count on the next request: $by', async ({ sql, sam, known }) => {
    const here = await world();
    const laptop = await here.person('Sam').joinsWith('a:read');
    const owner = await here.person('Olga').joinsAsAdmin();
    const other = (await here.anotherInstance()).person('Olga').device();
    other.tokens = owner.tokens;
    for (const device of [laptop, owner, other]) expect((await rightsOf(device))?.permissions).toContain('a:read');

    const inspector = await here.inspect();
    for (const statement of sql) await inspector.run(statement);

    expect((await rightsOf(laptop))?.permissions).toEqual(sam);
    const all = [...builtInPermissions, ...known].sort();
    for (const device of [owner, other]) expect((await rightsOf(device))?.permissions).toEqual(all);
  });

  it('count where the row of their version is missing, too', async () => {
    const here = await world();
    const sam = await here.person('Sam').joinsWith('users:read');
    const inspector = await here.inspect();

    for (const permission of ['a:read', 'b:read', 'c:read']) {
      await inspector.run(`update roles set permissions = '["${permission}"]' where name = 'sams-role'`);
      await inspector.run('delete from roles_version');

      expect(await rightsOf(sam)).toMatchObject({ permissions: [permission] });
    }
  });

  it('count where the database was set back to a backup in between', async () => {
    const here = await world();
    const sam = await here.person('Sam').joinsWith('users:read');
    const inspector = await here.inspect();
    const [backup] = await inspector.rows('roles_version');
    await inspector.run(given);
    expect(await rightsOf(sam)).toMatchObject({ permissions: ['posts:write'] });

    await inspector.run(`update roles_version set version = '${String(backup?.['version'])}'`);
    await inspector.run(`update roles set permissions = '["c:read"]' where name = 'sams-role'`);

    expect(await rightsOf(sam)).toMatchObject({ permissions: ['c:read'] });
  });
});
