import { Administrator, idOf } from '../support/administrator.js';
import { world } from '../support/world.js';

const ADA = { email: 'ada@example.com', password: 'the first of them all 1' };
const INSTANCES = 8;

describe('at once', () => {
  it('many instances start, and one makes the first administrator', async () => {
    const here = await world({ firstAdministrator: ADA });
    const others = await Promise.all(Array.from({ length: INSTANCES - 1 }, () => here.anotherInstance()));

    await Promise.all([here, ...others].map(({ users }) => users.start()));

    const inspector = await here.inspect();
    expect(await inspector.rows('users')).toHaveLength(1);
    expect(await inspector.eventNames()).toEqual(['user_registered', 'email_verified', 'admin_granted']);
  });

  it('all administrators are suspended, and one stays', async () => {
    const here = await world();
    const names = ['Ada', 'Bea', 'Cleo', 'Dora'];
    for (const name of names) await here.person(name).joinsAsAdmin();
    const other = await here.anotherInstance();

    const answers = await Promise.all(
      names.flatMap((name) =>
        [here, other].map(({ users }) => users.operator.suspend(`${name.toLowerCase()}@example.com`)),
      ),
    );

    expect(answers.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
    const rows = await (await here.inspect()).rows('users');
    expect(rows.filter(({ suspended_at }) => suspended_at === null)).toHaveLength(1);
  });

  it('the same people are imported several times, and each arrives once', async () => {
    const here = await world();
    const other = await here.anotherInstance();
    const people = Array.from({ length: 2_500 }, (_, nth) => `person${nth}@example.com,person${nth}`);
    const files = [people, [...people].reverse(), people, [...people].reverse()];

    const counts = await Promise.all(
      files.map((rows, nth) =>
        (nth % 2 === 0 ? here : other).users.operator.importUsers(inPieces(`email,username\n${rows.join('\n')}\n`), {
          format: 'csv',
        }),
      ),
    );

    const sum = (name: 'imported' | 'alreadyThere' | 'refused') =>
      counts.reduce((total, count) => total + count[name], 0);
    expect([sum('imported'), sum('alreadyThere'), sum('refused')]).toEqual([2_500, 7_500, 0]);
    expect(await (await here.inspect()).rows('users')).toHaveLength(2_500);
    expect(await (await here.inspect()).rows('events')).toHaveLength(2_500);
  });
});

async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('an administrator stays, who can sign in, while', () => {
  it('shell and schema suspend, demote and delete, and they leave themselves', async () => {
    const here = await world();
    const people = ['Ada', 'Bea', 'Cleo', 'Dora'].map((name) => here.person(name));
    const devices = await Promise.all(people.map((person) => person.joinsAsAdmin()));
    const ids = await Promise.all(devices.map(idOf));
    const nth = (place: number) => ids[place % 4] ?? '';

    await Promise.allSettled(
      devices.flatMap((device, place) => [
        here.users.operator.suspend(people[(place + 1) % 4]?.email ?? ''),
        new Administrator(device).updates({ userId: nth(place + 2), isAdmin: false }),
        new Administrator(device).deletes(nth(place + 3)),
        new Administrator(device).updates({ userId: nth(place), emailVerified: false }),
        device.deletesMe(people[place]?.password),
      ]),
    );

    const rows = await (await here.inspect()).rows('users');
    const left = rows.filter((row) => row['is_admin'] && !row['suspended_at'] && !row['deleted_at']);
    expect(left.filter((row) => row['email_verified_at'] !== null).length).toBeGreaterThan(0);
  });
});

describe('whoever is suspended or unverified', () => {
  it('is left with no session, however many sign-ins and refreshes are under way', async () => {
    const here = await world({ limits: { 'login.client': null, 'refresh.client': null } });
    const alice = here.person('Alice');
    await alice.joins();
    const laptops = await Promise.all(Array.from({ length: 6 }, () => alice.signsIn()));

    await Promise.allSettled([
      ...laptops.map((laptop) => laptop.refreshes()),
      ...laptops.map(() => alice.triesToLogIn()),
      here.users.operator.suspend(alice.email),
      ...laptops.map((laptop) => laptop.refreshes()),
      ...laptops.map(() => alice.triesToLogIn()),
    ]);

    const sessions = await (await here.inspect()).rows('sessions');
    expect(sessions.filter((row) => row['ended_at'] === null)).toEqual([]);
  });
});

describe('a role that goes while people are imported with it', () => {
  it('is in use or unknown, and breaks no import', async () => {
    const here = await world();
    const admin = new Administrator(await here.person('Ada').joinsAsAdmin());
    const { role } = await admin.createsRole({ name: 'guests', permissions: [] });
    const rows = Array.from({ length: 600 }, (_, nth) => `guest${nth}@example.com,guests`);

    const [counts, ...deleted] = await Promise.all([
      here.users.operator.importUsers(inPieces(`email,roles\n${rows.join('\n')}\n`), { format: 'csv' }),
      ...Array.from({ length: 8 }, () => admin.deletesRole(role?.id ?? '').catch(() => null)),
    ]);

    const held = (await (await here.inspect()).rows('user_roles')).length;
    expect(counts.imported + counts.refused).toBe(600);
    expect(held).toBe(counts.imported);
    expect(deleted.filter((answer) => answer?.errors.length === 0).length).toBe(counts.refused > 0 ? 1 : 0);
  });
});
