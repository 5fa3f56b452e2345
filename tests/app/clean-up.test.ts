import { days } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

describe('cleaning up', () => {
  it('clears away what has had its time, and nothing else', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await (await alice.signsIn()).logsOut();
    await here.person('Bob').registers();
    here.clock.passes(days(6));
    await laptop.refreshes();
    here.clock.passes(days(2.1));

    expect(await here.users.cleanUp()).toMatchObject({
      oneTimeTokens: 2,
      sessions: 1,
      pendingRegistrations: 1,
      events: 0,
    });

    const inspector = await here.inspect();
    expect(await inspector.rows('pending_registrations')).toEqual([]);
    expect(await inspector.rows('sessions')).toHaveLength(1);
    expect(await inspector.rows('used_refresh_tokens')).toHaveLength(1);
    expect((await laptop.refreshes()).errors).toEqual([]);
  });

  it('forgets events after four hundred days, and keeps those of the day before', async () => {
    const here = await world();
    await here.person('Alice').joins();
    here.clock.passes(days(399));
    expect(await here.users.cleanUp()).toMatchObject({ events: 0 });
    here.clock.passes(days(1.1));

    expect(await here.users.cleanUp()).toMatchObject({ events: 3 });
    expect(await (await here.inspect()).rows('users')).toHaveLength(1);
  });
});
