import { world } from '../support/world.js';
import { refusal } from '../support/device.js';

describe("a user's own history", () => {
  it('is listed, newest first, and holds nothing of others', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await here.person('Bob').joins();
    await alice.triesToLogIn('wrong');

    const { nodes } = await laptop.listsEvents();

    expect(nodes.map(({ name }) => name)).toEqual([
      'user_login_failure',
      'user_login_success',
      'email_verified',
      'user_registered',
    ]);
    expect(nodes[0]).toMatchObject({ ip: '127.0.0.1', userAgent: expect.stringContaining('Firefox'), actorId: null });
  });

  it('is read page by page', async () => {
    const laptop = await (await world()).person('Alice').joins();

    const first = await laptop.listsEvents({ first: 2 });
    const second = await laptop.listsEvents({ first: 2, after: first.pageInfo.endCursor });

    expect(first.nodes.map(({ name }) => name)).toEqual(['user_login_success', 'email_verified']);
    expect(first.pageInfo).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
    });
    expect(second.nodes.map(({ name }) => name)).toEqual(['user_registered']);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('takes 1 to 100 at once and its own cursors', async () => {
    const laptop = await (await world()).person('Alice').joins();

    for (const page of [{ first: 0 }, { first: 101 }, { first: -1 }, { after: 'nonsense' }]) {
      expect(await refusal(laptop.listsEvents(page))).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect((await laptop.listsEvents({ first: 100 })).nodes).toHaveLength(3);
  });
});
