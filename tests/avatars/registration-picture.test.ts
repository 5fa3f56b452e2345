import { days, hours, minutes } from '../../src/kernel/duration.js';
import { RegisterWithAvatarDocument } from '../operations/operations.js';
import type { Person } from '../support/person.js';
import { world } from '../support/world.js';
import { avatarUrl, files, picture, sends } from './gallery.js';

async function registersWithPicture(person: Person): Promise<string> {
  const input = { email: person.email, password: person.password };
  const { register } = await person.device().asks(RegisterWithAvatarDocument, { input });
  return register.avatarUpload?.url ?? '';
}

describe('registering with a picture', () => {
  it('shows it once the account exists', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const url = await registersWithPicture(alice);
    expect((await sends(here, url, await picture())).status).toBe(204);

    await alice.verifies();

    expect(await avatarUrl(await alice.signsIn())).toMatch(/-256\.webp$/);
    await here.users.cleanUp();
    expect(files(here)).toHaveLength(3);
  });

  it('lets the picture come after the confirmation, too', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const url = await registersWithPicture(alice);
    await alice.verifies();
    const laptop = await alice.signsIn();

    expect((await sends(here, url, await picture())).status).toBe(204);

    expect(await avatarUrl(laptop)).toMatch(/-256\.webp$/);
  });

  it('gives the ticket at once where the account begins at once', async () => {
    const here = await world({ emailVerification: 'optional' });
    const alice = here.person('Alice');
    const url = await registersWithPicture(alice);

    expect((await sends(here, url, await picture())).status).toBe(204);

    expect(await avatarUrl(await alice.signsIn())).toMatch(/-256\.webp$/);
  });

  it('answers alike for an address that is taken, does the same work, and keeps nothing', async () => {
    const here = await world();
    const [alice, nobody] = [here.person('Alice'), here.person('Nobody')];
    const laptop = await alice.joins();
    here.clock.passes(minutes(2));
    const inspector = await here.inspect();
    const count = async (): Promise<number[]> =>
      Promise.all(
        ['avatar_tickets', 'avatar_pictures', 'pending_registrations', 'events'].map(
          async (table) => (await inspector.rows(table)).length,
        ),
      );
    const upload = async (person: Person) => {
      const before = await count();
      const answer = await sends(here, await registersWithPicture(person), await picture());
      const added = (await count()).map((rows, nth) => rows - (before[nth] ?? 0));
      const { status, text } = answer;
      return { status, text, names: [...answer.headers.keys()], added };
    };

    const taken = await upload(alice);
    expect(files(here)).toEqual([]);
    expect(await upload(nobody)).toEqual(taken);

    expect(files(here)).toHaveLength(3);
    expect(await avatarUrl(laptop)).toBeNull();
    expect(await here.users.cleanUp()).toMatchObject({ avatarPictures: 1 });
    expect(files(here)).toHaveLength(3);
  });

  it('refuses a wrong file alike for an address that is taken', async () => {
    const here = await world();
    await here.person('Alice').joins();
    here.clock.passes(minutes(2));

    for (const name of ['Alice', 'Nobody']) {
      const url = await registersWithPicture(here.person(name));
      expect((await sends(here, url, '<svg/>')).status).toBe(415);
      expect((await sends(here, url, await picture())).status).toBe(204);
      expect((await sends(here, url, await picture())).status).toBe(410);
    }
  });

  it('has the picture of the registration whose link was used, and ends the tickets of a rival', async () => {
    const here = await world({ rateLimits: false });
    const alice = here.person('Alice');
    const theirs = await registersWithPicture(alice);
    const mine = await registersWithPicture(alice);
    await sends(here, theirs, await picture());
    expect(files(here)).toHaveLength(3);

    await alice.verifies();
    await here.users.cleanUp();

    expect(files(here)).toEqual([]);
    expect((await sends(here, mine, await picture())).status).toBe(410);
    expect(await (await here.inspect()).rows('users')).toMatchObject([{ avatar_id: null }]);
  });

  it('loses the picture with a registration that is never confirmed', async () => {
    const here = await world();
    const url = await registersWithPicture(here.person('Alice'));
    await sends(here, url, await picture());
    here.clock.passes(hours(25));
    await here.users.cleanUp();
    expect(files(here)).toHaveLength(3);
    here.clock.passes(days(8));

    await here.users.cleanUp();

    expect(files(here)).toEqual([]);
    expect((await sends(here, url, await picture())).status).toBe(404);
  });

  it('promises no picture where avatars are off, or the form was refused', async () => {
    const off = await world({ avatarStorage: { kind: 'off' } });
    expect(await registersWithPicture(off.person('Alice'))).toBe('');

    const { register } = await (
      await world()
    )
      .person('Bob')
      .device()
      .asks(RegisterWithAvatarDocument, { input: { email: 'bob', password: 'correct horse staple 7' } });
    expect(register).toMatchObject({ avatarUpload: null, errors: [{ code: 'INVALID_EMAIL' }] });
  });
});
