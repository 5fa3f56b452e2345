import { builtInPermissions } from '../../src/roles/permissions.js';
import { MyRightsDocument } from '../operations/operations.js';
import { world } from '../support/world.js';

describe('the rights of a user', () => {
  it('are none at first', async () => {
    const laptop = await (await world()).person('Alice').joins();

    expect((await laptop.asks(MyRightsDocument, {})).me).toEqual({ isAdmin: false, roles: [], permissions: [] });
  });

  it('are what the roles allow', async () => {
    const laptop = await (await world()).person('Sam').joinsWith('users:read', 'invoices:write');

    expect((await laptop.asks(MyRightsDocument, {})).me).toEqual({
      isAdmin: false,
      roles: [{ name: 'sams-role' }],
      permissions: ['invoices:write', 'users:read'],
    });
  });

  it('are every permission that is known here, for an administrator', async () => {
    const here = await world();
    await here.person('Sam').joinsWith('invoices:write');
    const laptop = await here.person('Ada').joinsAsAdmin();

    const { me } = await laptop.asks(MyRightsDocument, {});

    expect(me).toMatchObject({ isAdmin: true, roles: [] });
    expect(me?.permissions).toEqual([...builtInPermissions, 'invoices:write'].sort());
  });
});
