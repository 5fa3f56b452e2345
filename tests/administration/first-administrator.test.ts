import { MyRightsDocument } from '../operations/operations.js';
import { world } from '../support/world.js';

const ADA = { email: 'Ada@example.com', password: 'the first of them all 1' };

describe('the first administrator', () => {
  it('is made by the start, and can sign in at once', async () => {
    const here = await world({ firstAdministrator: ADA });
    await here.users.start();
    const ada = here.person('Ada');
    ada.password = ADA.password;

    const laptop = await ada.signsIn();

    expect((await laptop.asks(MyRightsDocument, {})).me).toMatchObject({ isAdmin: true });
    expect((await (await here.inspect()).rows('events')).slice(0, 3)).toMatchObject([
      { name: 'user_registered', actor_id: null },
      { name: 'email_verified', actor_id: null },
      { name: 'admin_granted', actor_id: null },
    ]);
  });

  it('is named in the log, and the password is not', async () => {
    const here = await world({ firstAdministrator: ADA });
    await here.users.start();

    expect(here.log.lines).toContainEqual({
      level: 'info',
      message: 'the first administrator was made',
      fields: { userId: expect.any(String) },
    });
    expect(JSON.stringify(here.log.lines)).not.toContain(ADA.password);
  });

  it('is never changed by another start', async () => {
    const here = await world({ firstAdministrator: ADA });
    await here.users.start();
    const before = await (await here.inspect()).rows('users');

    const again = await here.anotherInstance({ firstAdministrator: { ...ADA, password: 'quite another password' } });
    await again.users.start();

    expect(await (await here.inspect()).rows('users')).toEqual(before);
  });

  it('is not made of a user who has the address, and the log says so', async () => {
    const here = await world();
    await here.person('Ada').joins();

    const again = await here.anotherInstance({ firstAdministrator: ADA });
    await again.users.start();

    const laptop = await here.person('Ada').signsIn();
    expect((await laptop.asks(MyRightsDocument, {})).me).toMatchObject({ isAdmin: false });
    expect(here.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('ends the registrations that wait for the address', async () => {
    const here = await world();
    await here.person('Ada').registers();
    const { token } = await here.person('Ada').newestMail();

    await (await here.anotherInstance({ firstAdministrator: ADA })).users.start();

    expect((await here.person('Ada').verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(await (await here.inspect()).rows('pending_registrations')).toEqual([]);
  });

  it('must have a password by the rules of everybody', async () => {
    for (const password of ['short', 'password1', 'x'.repeat(200), 'ada@example.com']) {
      await expect(world({ firstAdministrator: { ...ADA, password } })).rejects.toThrow(
        /^first administrator, password: /,
      );
    }
    await expect(world({ firstAdministrator: { ...ADA, email: 'ada@localhost' } })).rejects.toThrow(
      /^first administrator, email: /,
    );
  });
});
