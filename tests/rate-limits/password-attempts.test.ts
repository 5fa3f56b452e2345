import { hours, minutes, seconds } from '../../src/kernel/duration.js';
import { refusal } from '../support/device.js';
import type { Person } from '../support/person.js';
import { type World, world } from '../support/world.js';

/** The client's limit would come first in most of these. */
const patient = { limits: { 'login.client': null } };

async function fails(person: Person, times: number, identifier = person.email): Promise<void> {
  for (let nth = 0; nth < times; nth += 1) {
    expect((await person.triesToLogIn('wrong', identifier)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  }
}

async function waitOf(person: Person, password = person.password, identifier = person.email): Promise<unknown> {
  const { code, extensions } = await refusal(person.triesToLogIn(password, identifier));
  return code === 'RATE_LIMITED' ? extensions['retryAfter'] : code;
}

describe('after five wrong passwords', () => {
  it('even the right one must wait a minute, from wherever it comes, and then begins a new count', async () => {
    const here = await world(patient);
    const alice = here.person('Alice');
    await alice.joins();
    await fails(alice, 5);

    expect(await waitOf(alice)).toBe(60);
    alice.address = '192.0.2.99';
    expect(await waitOf(alice)).toBe(60);
    here.clock.passes(seconds(59));
    expect(await waitOf(alice)).toBe(1);
    here.clock.passes(seconds(1));
    expect((await alice.triesToLogIn()).errors).toEqual([]);
    await fails(alice, 5);
    expect(await waitOf(alice)).toBe(60);
  });

  it('each further one doubles the wait, up to an hour', async () => {
    const here = await world(patient);
    const alice = here.person('Alice');
    await alice.joins();
    await fails(alice, 5);
    const waits: unknown[] = [await waitOf(alice)];
    for (let nth = 0; nth < 8; nth += 1) {
      here.clock.passes(seconds(Number(waits.at(-1))));
      await fails(alice, 1);
      waits.push(await waitOf(alice));
    }

    expect(waits.map((wait) => Number(wait) / 60)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    here.clock.passes(hours(1));
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('an identifier of nobody waits just the same', async () => {
    const here = await world(patient);
    await here.person('Alice').joins({ username: 'wonder' });
    const nobody = here.person('Nobody');
    for (const identifier of ['nobody@example.com', 'nobody', 'wonder', 'alice@example.com']) {
      await fails(nobody, identifier === 'alice@example.com' ? 0 : 5, identifier);
    }

    expect(await waitOf(nobody, 'wrong', ' NOBODY@example.com')).toBe(60);
    expect(await waitOf(nobody, 'wrong', 'NoBody')).toBe(60);
    expect(await waitOf(nobody, 'wrong', 'Wonder')).toBe(60);
  });

  it('others, other fields and who is signed in are not touched', async () => {
    const here = await world(patient);
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await here.person('Bob').joins();
    await fails(alice, 5);

    expect((await here.person('Bob').triesToLogIn()).errors).toEqual([]);
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
    expect((await laptop.refreshes()).errors).toEqual([]);
    expect((await laptop.changesPassword('another good passphrase')).errors).toEqual([]);
  });

  it('a password reset by mail ends the wait', async () => {
    const here = await world(patient);
    const alice = here.person('Alice');
    await alice.joins({ username: 'wonder' });
    await fails(alice, 5);
    await fails(alice, 5, 'wonder');
    await alice.asksForAPasswordReset();
    await alice.resetsPassword('another good passphrase');

    expect((await alice.triesToLogIn()).errors).toEqual([]);
    expect((await alice.triesToLogIn(alice.password, 'wonder')).errors).toEqual([]);
  });

  it('no password is looked at any more', async () => {
    const here = await world(patient);
    const alice = here.person('Alice');
    await alice.joins();
    await fails(alice, 5);
    const inspector = await here.inspect();
    const before = await inspector.eventNames();
    await waitOf(alice);
    await waitOf(alice, 'wrong');

    expect(await inspector.rows('users')).toMatchObject([{ failed_login_count: 5 }]);
    expect(await inspector.eventNames()).toEqual(before);
  });

  it('they are forgotten after a day', async () => {
    const here = await world(patient);
    const alice = here.person('Alice');
    await alice.joins();
    await fails(alice, 4);
    here.clock.passes(hours(25));
    await fails(alice, 4);

    expect((await alice.triesToLogIn()).errors).toEqual([]);
    here.clock.passes(hours(25));
    expect(await here.users.cleanUp()).toMatchObject({ passwordAttempts: 2 });
  });
});

describe('an address and a username of one account', () => {
  it('share its guesses, and do not show it', async () => {
    const here = await world(patient);
    const alice = here.person('Alice');
    await alice.joins({ username: 'wonder' });
    await fails(alice, 5);

    // As for a name of nobody; the right password is not looked at.
    await fails(alice, 4, 'wonder');
    expect((await alice.triesToLogIn(alice.password, 'wonder')).errors).toMatchObject([
      { code: 'INVALID_CREDENTIALS' },
    ]);
    expect(await waitOf(alice, 'wrong', 'wonder')).toBe(60);
    here.clock.passes(minutes(1));
    expect((await alice.triesToLogIn(alice.password, 'wonder')).errors).toEqual([]);
  });
});

describe('wrong passwords of a signed-in user', () => {
  it.each([
    [
      'changePassword',
      (device: Awaited<ReturnType<Person['joins']>>, password: string) =>
        device.changesPassword('a new good one 1', password),
    ],
    [
      'updateMe',
      (device: Awaited<ReturnType<Person['joins']>>, password: string) =>
        device.updatesMe({ email: 'new@example.com', currentPassword: password }),
    ],
    ['deleteMe', (device: Awaited<ReturnType<Person['joins']>>, password: string) => device.deletesMe(password)],
  ])('in %s count for signing in, too', async (_field, act) => {
    const here = await world(patient);
    const alice = here.person('Alice');
    const laptop = await alice.joins({ username: 'wonder' });
    for (let nth = 0; nth < 5; nth += 1) {
      expect((await act(laptop, 'wrong')).errors).toMatchObject([{ code: 'WRONG_PASSWORD' }]);
    }

    expect(await refusal(act(laptop, alice.password))).toMatchObject({
      code: 'RATE_LIMITED',
      extensions: { retryAfter: 60 },
    });
    expect(await waitOf(alice)).toBe(60);
    expect(await waitOf(alice, alice.password, 'wonder')).toBe(60);
    expect(await laptop.asksMe()).toMatchObject({ email: alice.email });
    here.clock.passes(minutes(1));
    expect((await act(laptop, alice.password)).errors).toEqual([]);
  });
});

it('a registration of their own gives nobody more guesses at an account', async () => {
  const here: World = await world(patient);
  const alice = here.person('Alice');
  await alice.joins();
  here.clock.passes(minutes(2));
  await here.person('Mallory').registers({ email: alice.email, password: 'the passphrase of mallory' });
  await fails(alice, 4);
  for (let nth = 0; nth < 3; nth += 1) {
    expect((await alice.triesToLogIn('the passphrase of mallory')).errors).toMatchObject([
      { code: 'EMAIL_NOT_VERIFIED' },
    ]);
  }
  await fails(alice, 1);

  expect(await waitOf(alice)).toBe(60);
});
