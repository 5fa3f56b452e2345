import { days } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

describe('days that are over', () => {
  it('are counted once, though several instances count at once', async () => {
    const here = await world();
    await here.person('Alice').joins();
    here.clock.passes(days(30));
    const instances = [here, ...(await Promise.all([1, 2, 3].map(() => here.anotherInstance())))];

    const counted = await Promise.all(instances.map(({ users }) => users.cleanUp()));

    expect(counted.reduce((sum, { daysCounted }) => sum + (daysCounted ?? 0), 0)).toBe(30);
    const kept = await (await here.inspect()).rows('daily_counts');
    expect(kept).toHaveLength(30);
    expect(kept.find(({ date }) => date === '2026-11-21')).toMatchObject({ registrations: 1, logins: 1 });
    expect(here.log.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });
});
