import type { Device } from '../support/device.js';
import { world, type World } from '../support/world.js';

/** Does the work while somebody else's transaction holds rows. */
async function whileHeld<T>(here: World, statement: string, work: () => Promise<T>): Promise<T> {
  const { database } = await here.inspect();
  return database.transaction(async (em) => {
    await em.execute(statement);
    return work();
  });
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 200));

/** Statements that several people share must not wait for the row of one of them. */
describe('while the rows of two people are held', () => {
  it.each([
    ['refreshes', 'sessions where user_id in (select id from users where email <> $$carol@example.com$$)'],
    ['logsIn', 'users where email <> $$carol@example.com$$'],
  ] as const)('another %s without waiting', async (does, held) => {
    const here = await world();
    const devices: Device[] = [];
    for (const name of ['Alice', 'Bob', 'Carol']) devices.push(await here.person(name).joins());
    const [alice, bob, carol] = devices as [Device, Device, Device];
    const waiting: Promise<unknown>[] = [];

    const took = await whileHeld(here, `select from ${held} for update`, async () => {
      for (const device of [alice, bob]) {
        waiting.push(does === 'refreshes' ? device.refreshes() : device.triesToLogIn());
        await soon();
      }
      return timeOf(() => carol[does]());
    });
    await Promise.allSettled(waiting);

    expect(took).toBeLessThan(700);
  });
});
