import { MyRightsDocument } from '../operations/operations.js';
import { statementsOf } from '../support/statements.js';
import { world } from '../support/world.js';

/**
 * What an operation may cost, so that no change brings more unnoticed. `begin` and `commit` count, too, and on PostgreSQL
 * the one that counts towards the rate limit of the client.
 */
const limits = {
  postgresql: { me: 1, login: 4, refresh: 2, loginFromNewDevice: 20, register: 10, wrongPassword: 8 },
  sqlite: { me: 1, login: 24, refresh: 13, loginFromNewDevice: 24, register: 10, wrongPassword: 13 },
} as const;

const limit = limits[globalThis.testDatabase];

describe('the statements that an operation takes', () => {
  it('are one for the signed-in user and their roles', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joinsWith('users:read');

    expect(await statementsOf(here, () => laptop.asks(MyRightsDocument, {}))).toHaveLength(limit.me);
  });

  it('are few besides the hash for a login from a known device', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await laptop.logsIn();

    expect((await statementsOf(here, () => laptop.logsIn())).length).toBeLessThanOrEqual(limit.login);
  });

  it('are more for the first login from a device', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    const phone = alice.device('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1');

    expect((await statementsOf(here, () => phone.logsIn())).length).toBeLessThanOrEqual(limit.loginFromNewDevice);
  });

  it('are bounded for a wrong password', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();

    expect((await statementsOf(here, () => laptop.triesToLogIn('wrong'))).length).toBeLessThanOrEqual(
      limit.wrongPassword,
    );
  });

  it('are few for a refresh', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    expect((await statementsOf(here, () => laptop.refreshes())).length).toBeLessThanOrEqual(limit.refresh);
  });

  it('are bounded for a registration', async () => {
    const here = await world();
    const alice = here.person('Alice');

    expect((await statementsOf(here, () => alice.registers())).length).toBeLessThanOrEqual(limit.register);
  });
});
