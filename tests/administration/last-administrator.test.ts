import { Administrator, idOf } from '../support/administrator.js';
import { signsInWithGoogle, worldWithGoogle } from '../identities/google.js';
import { world } from '../support/world.js';

describe('another administrator is left', () => {
  it('who has no password, but signs in with a provider', async () => {
    const here = await worldWithGoogle();
    const ada = await here.person('Ada').joinsAsAdmin();
    const { user } = await signsInWithGoogle(here, 'Grace');
    await new Administrator(ada).updates({ userId: user?.id ?? '', isAdmin: true });

    expect((await ada.deletesMe()).errors).toEqual([]);
  });

  it('with an address that is not verified, where that is optional', async () => {
    const here = await world({ emailVerification: 'optional' });
    const ada = await here.person('Ada').joinsAsAdmin();
    await new Administrator(ada).creates({ email: 'b@example.com', isAdmin: true, password: 'a fine passphrase' });

    expect((await ada.deletesMe()).errors).toEqual([]);
  });
});

describe('no administrator is left where the other', () => {
  const cannotLeave = async (ada: { deletesMe(): Promise<{ errors: readonly { code: string }[] }> }) =>
    expect((await ada.deletesMe()).errors).toMatchObject([{ code: 'LAST_ADMIN' }]);

  it('must verify their address before they can sign in', async () => {
    const here = await world();
    const ada = await here.person('Ada').joinsAsAdmin();
    await new Administrator(ada).creates({ email: 'b@example.com', isAdmin: true, password: 'a fine passphrase' });

    await cannotLeave(ada);
    expect(await here.users.operator.suspend('ada@example.com')).toMatchObject({ errors: [{ code: 'LAST_ADMIN' }] });
  });

  it('was vouched for and invited, and has not answered', async () => {
    const here = await world();
    const ada = await here.person('Ada').joinsAsAdmin();
    await new Administrator(ada).creates({ email: 'b@example.com', isAdmin: true, emailVerified: true });

    await cannotLeave(ada);
  });

  it('had only an identity of a provider that is there no more', async () => {
    const here = await worldWithGoogle();
    await here.person('Ada').joinsAsAdmin();
    const { user } = await signsInWithGoogle(here, 'Grace');
    const later = await here.anotherInstance({ identityProviders: [] });
    const ada = await later.person('Ada').signsIn();
    await new Administrator(ada).updates({ userId: user?.id ?? '', isAdmin: true });

    await cannotLeave(ada);
  });

  it('is that very one, whose address they declare unverified', async () => {
    const here = await world();
    const ada = await here.person('Ada').joinsAsAdmin();
    const admin = new Administrator(ada);
    const adas = await idOf(ada);
    const lastAdmin = [{ code: 'LAST_ADMIN', path: ['input', 'userId'] }];

    expect((await admin.updates({ userId: adas, emailVerified: false })).errors).toMatchObject(lastAdmin);

    await here.person('Grace').joinsAsAdmin();
    expect((await admin.updates({ userId: adas, emailVerified: false })).errors).toEqual([]);
  });
});
