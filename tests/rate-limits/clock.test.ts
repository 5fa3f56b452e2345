import { days, hours, milliseconds, minutes } from '../../src/kernel/duration.js';
import { refusal } from '../support/device.js';
import { asks } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

const LOGIN = 'mutation { login(input: { identifier: "nobody", password: "x" }) { errors { code } } }';

/** How many of eleven sign-ins are looked at. */
async function passed({ url }: World): Promise<number> {
  const codes: unknown[] = [];
  for (let nth = 0; nth < 11; nth += 1) codes.push((await asks(url, LOGIN)).code);
  return codes.filter((code) => code !== 'RATE_LIMITED').length;
}

/** As a clock that was a month ahead, and is set right. */
function isSetRight({ clock }: World): void {
  clock.passes(milliseconds(-1 * days(30)));
}

describe('a clock that stood wrong and is set right', () => {
  it('makes no client wait until the wrong day', async () => {
    const here = await world({ limits: { 'login.failures': null } });
    expect(await passed(here)).toBe(10);
    isSetRight(here);

    expect(await passed(here)).toBe(10);
    expect(await passed(here)).toBe(0);
    here.clock.passes(minutes(1));
    expect(await passed(here)).toBe(10);
  });

  it('makes no account wait until then', async () => {
    const here = await world({ limits: { 'login.client': null } });
    const alice = here.person('Alice');
    await alice.joins();
    for (let nth = 0; nth < 5; nth += 1) await alice.triesToLogIn('wrong');
    expect(await refusal(alice.triesToLogIn())).toMatchObject({ code: 'RATE_LIMITED' });
    isSetRight(here);

    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('keeps no mail back until then', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    isSetRight(here);

    expect(await alice.asksForAPasswordReset()).toMatchObject({ accepted: true, retryAfter: 60 });
    expect((await (await here.inspect()).rows('outbox_mails')).length).toBeGreaterThan(2);
  });

  it('gives nobody more where it differs only a little, as clocks of two machines do', async () => {
    const here = await world({ limits: { 'login.failures': null } });
    expect(await passed(here)).toBe(10);
    here.clock.passes(milliseconds(-500));

    expect(await passed(here)).toBe(0);
  });
});

it('the waits for one account are one, two, four minutes and so on, and an hour at last', async () => {
  const here = await world({ limits: { 'login.client': null } });
  const alice = here.person('Alice');
  await alice.joins();
  const waits: unknown[] = [];
  for (let nth = 0; nth < 4; nth += 1) await alice.triesToLogIn('wrong');
  for (let nth = 0; nth < 9; nth += 1) {
    await alice.triesToLogIn('wrong');
    const { extensions } = await refusal(alice.triesToLogIn());
    waits.push(extensions['retryAfter']);
    here.clock.passes(hours(1));
  }

  expect(waits).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
  expect((await alice.triesToLogIn()).errors).toEqual([]);
  expect((await alice.triesToLogIn('wrong')).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
});
