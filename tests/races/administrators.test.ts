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
