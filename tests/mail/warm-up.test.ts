import { world } from '../support/world.js';

test('what mails need is loaded once, ahead of the first password that is hashed', async () => {
  const here = await world();
  let loads = 0;
  Object.assign(here.mailbox, { warmUp: async () => void (loads += 1) });
  const ada = here.person('Ada');

  await ada.triesToLogIn();
  expect(loads).toBe(1);
  await ada.triesToLogIn();
  expect(loads).toBe(1);
});
