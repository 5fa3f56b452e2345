import { days, hours, minutes } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

describe('confirming an address by its link', () => {
  it('begins the account with the password of the form', async () => {
    const alice = (await world()).person('Alice');
    await alice.registers();

    expect(await alice.verifies()).toEqual({ email: 'alice@example.com', passwordResetToken: null, errors: [] });
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('works once', async () => {
    const alice = (await world()).person('Alice');
    await alice.registers();
    await alice.verifies();

    expect((await alice.verifies()).errors).toMatchObject([{ code: 'INVALID_TOKEN', path: ['input', 'token'] }]);
  });

  it('works for a day', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    const { token } = await alice.newestMail();
    here.clock.passes(hours(24.1));

    expect((await alice.verifies(token)).errors).toMatchObject([{ code: 'EXPIRED_TOKEN', path: ['input', 'token'] }]);
  });

  it('refuses what it never gave out', async () => {
    const alice = (await world()).person('Alice');

    for (const token of ['', 'x', 'a'.repeat(43), 'ü'.repeat(1000), '\0']) {
      expect((await alice.verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    }
  });
});

describe('confirming an address by its code', () => {
  it('begins the account', async () => {
    const alice = (await world()).person('Alice');
    await alice.registers();

    expect(await alice.verifiesByCode()).toEqual({ email: 'alice@example.com', passwordResetToken: null, errors: [] });
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('uses up the link of the same mail', async () => {
    const alice = (await world()).person('Alice');
    await alice.registers();
    const { token } = await alice.newestMail();
    await alice.verifiesByCode();

    expect((await alice.verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it('gives ten minutes', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    const { code } = await alice.newestMail();
    here.clock.passes(minutes(10.1));

    expect((await alice.verifiesByCode(code)).errors).toMatchObject([
      { code: 'INVALID_CODE', path: ['input', 'code'] },
    ]);
  });

  it('gives five tries, and the link still works after them', async () => {
    const alice = (await world()).person('Alice');
    await alice.registers();
    const { code, token } = await alice.newestMail();
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await alice.verifiesByCode(wrong)).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
    }

    expect((await alice.verifiesByCode(code)).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
    expect((await alice.verifies(token)).errors).toEqual([]);
  });

  it('takes the right code at the fifth try', async () => {
    const alice = (await world()).person('Alice');
    await alice.registers();
    const { code } = await alice.newestMail();
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 4; tries += 1) await alice.verifiesByCode(wrong);

    expect((await alice.verifiesByCode(code)).errors).toEqual([]);
  });

  it('is of no use with the address of another', async () => {
    const here = await world();
    const [alice, bob] = [here.person('Alice'), here.person('Bob')];
    await alice.registers();
    await bob.registers();

    const { code } = await alice.newestMail();
    const { errors } = await bob.verifiesByCode(code === (await bob.newestMail()).code ? '' : code);

    expect(errors).toMatchObject([{ code: 'INVALID_CODE' }]);
  });
});

describe('several registrations of one address', () => {
  it('end in one account with the profile of the link that was used and with none of the passwords', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers({ name: 'Mallory', password: 'the password of mallory' });
    here.clock.passes(minutes(2));
    await alice.registers({ name: 'Alice' });

    const { email, passwordResetToken, errors } = await alice.verifies();

    expect({ email, errors }).toEqual({ email: 'alice@example.com', errors: [] });
    expect(passwordResetToken).toMatch(/^[\w-]{43}$/);
    for (const password of ['the password of mallory', alice.password]) {
      expect((await alice.triesToLogIn(password)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    }
    const inspector = await here.inspect();
    expect(await inspector.rows('users')).toMatchObject([{ name: 'Alice', password_hash: null }]);
    expect(await inspector.rows('pending_registrations')).toEqual([]);
  });

  it('leave the other links dead', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    here.clock.passes(minutes(2));
    await alice.registers();
    const [first, second] = await alice.mails();

    expect((await alice.verifies(first?.token)).errors).toEqual([]);
    expect((await alice.verifies(second?.token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it('do not count those that have run out', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers({ password: 'the password of mallory' });
    here.clock.passes(hours(24.1));
    await alice.registers();

    expect(await alice.verifies()).toMatchObject({ passwordResetToken: null, errors: [] });
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });
});

describe('asking for the mail again', () => {
  it('sends a new link for the newest registration and ends the older one', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    here.clock.passes(minutes(1));

    expect(await alice.asksForTheMailAgain()).toEqual({ accepted: true, retryAfter: 60, errors: [] });

    const [first, second] = await alice.mails();
    expect((await alice.verifies(first?.token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await alice.verifies(second?.token)).errors).toEqual([]);
  });

  it('helps who comes days after the link has run out', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    here.clock.passes(days(5));
    await alice.asksForTheMailAgain();
    here.clock.passes(hours(23));

    expect(await alice.verifies()).toMatchObject({ passwordResetToken: null, errors: [] });
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('answers alike for every address', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    here.clock.passes(minutes(2));
    const bob = here.person('Bob');
    await bob.registers();
    here.clock.passes(minutes(2));

    const forVerified = await alice.asksForTheMailAgain();
    const forPending = await bob.asksForTheMailAgain();
    const forUnknown = await here.person('Nobody').asksForTheMailAgain();

    expect(forVerified).toEqual(forPending);
    expect(forUnknown).toEqual(forPending);
  });

  it('sends one mail a minute and five an hour, and tells everybody how long to wait', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();

    expect(await alice.asksForTheMailAgain()).toMatchObject({ accepted: true, retryAfter: 60 });
    expect(await alice.mails()).toHaveLength(1);

    for (let minute = 1; minute <= 7; minute += 1) {
      here.clock.passes(minutes(1));
      await alice.asksForTheMailAgain();
    }
    expect(await alice.mails()).toHaveLength(5);
    expect(await alice.asksForTheMailAgain()).toMatchObject({ accepted: true, retryAfter: minutes(53) / 1000 });
    here.clock.passes(minutes(53));
    await alice.asksForTheMailAgain();
    expect(await alice.mails()).toHaveLength(6);
  });

  it('lets every mail through where rate limits are off, but never more tries of a code', async () => {
    const alice = (await world({ rateLimits: false })).person('Alice');
    await alice.registers();
    await alice.asksForTheMailAgain();
    expect(await alice.mails()).toHaveLength(2);
    const { code } = await alice.newestMail();
    for (let tries = 0; tries < 5; tries += 1) await alice.verifiesByCode('none');

    expect((await alice.verifiesByCode(code)).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
  });

  it('says what is wrong with an address that is none', async () => {
    const here = await world();
    const nobody = Object.assign(here.person('Nobody'), { email: 'no-address' });

    expect(await nobody.asksForTheMailAgain()).toMatchObject({ accepted: false, errors: [{ code: 'INVALID_EMAIL' }] });
  });
});
