import { RegisterWithAvatarDocument, RemoveAvatarDocument } from '../operations/operations.js';
import { aliceWithTicket, avatarUrl, files, picture, sends, ticketOf } from '../avatars/gallery.js';
import { world } from '../support/world.js';

const TIMES = 16;

describe('of sixteen pictures at once', () => {
  it('one is stored for one ticket', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    const instances = [here, await here.anotherInstance()];
    const bytes = await picture();

    const answers = await Promise.all(
      Array.from({ length: TIMES }, (_, nth) => sends(instances[nth % 2] ?? here, url, bytes)),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 204 && status !== 409 && status !== 410)).toEqual([]);
    expect(files(here)).toHaveLength(3);
    expect(await avatarUrl(laptop)).not.toBeNull();
    const events = await (await here.inspect()).eventNames();
    expect(events.filter((name) => name === 'avatar_changed')).toHaveLength(1);
    expect((await sends(here, url, bytes)).status).toBe(410);
  });

  it('with tickets of their own one ticket counts, and only its picture stays', async () => {
    const { here, laptop } = await aliceWithTicket();
    const bytes = await picture();

    await Promise.all(
      Array.from({ length: TIMES }, async () => {
        await sends(here, await ticketOf(laptop), bytes);
      }),
    );
    await here.users.cleanUp();

    const rows = await (await here.inspect()).rows('avatar_pictures');
    expect(files(here)).toHaveLength(rows.length * 3);
    expect(rows.length).toBeLessThanOrEqual(1);
  });

  it('and removals, no file stays that nobody shows', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    const bytes = await picture();

    await Promise.all([
      sends(here, url, bytes),
      ...Array.from({ length: 8 }, () => laptop.asks(RemoveAvatarDocument, {})),
    ]);

    expect(files(here)).toHaveLength((await avatarUrl(laptop)) === null ? 0 : 3);
  });
});

describe('a picture that arrives while the address is confirmed', () => {
  it('is the new user’s, or the ticket is still good', async () => {
    for (let round = 0; round < 6; round += 1) {
      const here = await world();
      const alice = here.person('Alice');
      const input = { email: alice.email, password: alice.password };
      const { register } = await alice.device().asks(RegisterWithAvatarDocument, { input });
      const { token } = await alice.newestMail();

      const [answer] = await Promise.all([
        sends(here, register.avatarUpload?.url ?? '', await picture()),
        new Promise((resolve) => setTimeout(resolve, round * 12)).then(() => alice.verifies(token)),
      ]);

      expect(answer.status).toBe(204);
      expect(await avatarUrl(await alice.signsIn())).not.toBeNull();
      expect(files(here)).toHaveLength(3);
    }
  });
});
