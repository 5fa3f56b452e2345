import { minutes } from '../../src/kernel/duration.js';
import { LoginDocument } from '../operations/operations.js';
import { world, type World } from '../support/world.js';

async function accesses(here: World): Promise<number> {
  await here.users.recordAccess();
  return (await (await here.inspect()).eventNames()).filter((name) => name === 'protected_route_accessed').length;
}

describe('the use of a session', () => {
  it('is recorded once in fifteen minutes, with where it came from', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    expect(await accesses(here)).toBe(0);
    for (let times = 0; times < 3; times += 1) await laptop.asksMe();
    expect(await accesses(here)).toBe(1);
    here.clock.passes(minutes(14));
    await laptop.asksMe();
    expect(await accesses(here)).toBe(1);
    here.clock.passes(minutes(0.9));
    await laptop.refreshes();
    here.clock.passes(minutes(0.2));
    await laptop.asksMe();

    expect(await accesses(here)).toBe(2);
    const { nodes } = await laptop.listsEvents({ first: 1 });
    expect(nodes).toMatchObject([
      { name: 'protected_route_accessed', ip: '127.0.0.1', metadata: { sessionId: expect.any(String) } },
    ]);
  });

  it('is recorded once, though two instances saw it', async () => {
    const here = await world();
    const elsewhere = await here.anotherInstance();
    const laptop = await here.person('Alice').joins();
    await Promise.all([laptop.asksMe(), elsewhere.person('Alice').device().asksMe(laptop.tokens?.accessToken)]);
    await Promise.all([here.users.recordAccess(), elsewhere.users.recordAccess()]);

    expect(await accesses(here)).toBe(1);
  });

  it('is not recorded for what is refused or needs no session', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await laptop.isRefusedMe('nonsense');
    await laptop.asks(LoginDocument, { input: { identifier: alice.email, password: alice.password } });

    expect(await accesses(here)).toBe(0);
  });
});
