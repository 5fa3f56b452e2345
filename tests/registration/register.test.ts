import { days, minutes } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

describe('registering where the address must be confirmed', () => {
  it('begins no account before the mail is answered, and says so', async () => {
    const alice = (await world()).person('Alice');

    expect(await alice.registers()).toEqual({ user: null, tokens: null, verificationEmailSent: true, errors: [] });

    const { errors } = await alice.triesToLogIn();
    expect(errors).toEqual([{ code: 'EMAIL_NOT_VERIFIED', message: 'Confirm your e-mail address first.', path: null }]);
  });

  it('sends one mail with a link and a code', async () => {
    const alice = (await world()).person('Alice');
    await alice.registers();

    const mails = await alice.mails();

    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ kind: 'verify_email', to: 'alice@example.com' });
    expect(mails[0]?.text).toMatch(/http:\/\/localhost:4000\/verify-email\?token=[\w-]{43}\s/);
    expect(mails[0]?.code).toMatch(/^\d{6}$/);
  });

  it('sends the link to the frontend where there is one', async () => {
    const alice = (await world({ frontendUrl: 'https://app.example.com' })).person('Alice');
    await alice.registers();

    expect((await alice.newestMail()).text).toContain('https://app.example.com/verify-email?token=');
  });

  it('keeps what the form said', async () => {
    const alice = (await world()).person('Alice');

    const laptop = await alice.joins({
      username: 'Alice.B',
      name: ' Alice Bö ',
      phone: '+41 (0)44 668 18 00',
      locale: 'de-ch',
    });

    expect(await laptop.asksMe()).toMatchObject({
      email: 'alice@example.com',
      emailVerified: true,
      username: 'Alice.B',
      name: 'Alice Bö',
      phone: '+41446681800',
      locale: 'de-CH',
      hasPassword: true,
      isAdmin: false,
      roles: [],
      permissions: [],
    });
  });

  it('names every problem of the form at once and keeps nothing', async () => {
    const here = await world();
    const alice = here.person('Alice');

    const { errors, verificationEmailSent } = await alice.registers({
      email: 'not an address',
      password: 'short',
      username: 'a b',
      name: 'two\nlines',
      phone: '12',
      locale: 'not_a_locale',
    });

    expect(verificationEmailSent).toBe(false);
    expect(errors.map(({ code, path }) => [code, path?.join('.')])).toEqual([
      ['INVALID_EMAIL', 'input.email'],
      ['PASSWORD_TOO_SHORT', 'input.password'],
      ['INVALID_LOCALE', 'input.locale'],
      ['INVALID_USERNAME', 'input.username'],
      ['INVALID_NAME', 'input.name'],
      ['INVALID_PHONE', 'input.phone'],
    ]);
    expect(await (await here.inspect()).rows('pending_registrations')).toEqual([]);
  });

  it('asks for an address where there is none', async () => {
    const { errors } = await (await world()).person('Alice').registers({ email: '  ' });

    expect(errors).toMatchObject([{ code: 'REQUIRED', path: ['input', 'email'] }]);
  });

  it('refuses a password that is like the name or the address', async () => {
    const { errors } = await (
      await world()
    )
      .person('Alice')
      .registers({ email: 'wonderland@example.com', password: 'Wonderland1' });

    expect(errors).toMatchObject([{ code: 'PASSWORD_TOO_COMMON', path: ['input', 'password'] }]);
  });

  it('answers for a taken address as for a free one, and tells its mailbox', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    here.clock.passes(minutes(2));

    const forTaken = await alice.registers({ password: 'another good passphrase', email: 'ALICE@Example.com' });
    const forFree = await here.person('Bob').registers();

    expect(forTaken).toEqual(forFree);
    const newest = await alice.newestMail();
    expect(newest.kind).toBe('account_exists');
    expect(newest.token + newest.code).toBe('');
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('never turns the attempt on a taken address into anything', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    here.clock.passes(minutes(2));
    await alice.registers({ password: 'the password of another' });

    expect((await alice.triesToLogIn('the password of another')).errors).toMatchObject([
      { code: 'EMAIL_NOT_VERIFIED' },
    ]);
    expect(await alice.asksForTheMailAgain()).toMatchObject({ accepted: true });
    here.clock.passes(minutes(2));
    await alice.asksForTheMailAgain();
    expect((await alice.mails()).map(({ kind }) => kind)).toEqual(['verify_email', 'account_exists']);
  });

  it('says that a username is taken, and reserves none before the mail is answered', async () => {
    const here = await world();
    await here.person('Alice').registers({ username: 'wonder' });
    await here.person('Bob').joins({ username: 'Wonder' });

    const { errors } = await here.person('Carol').registers({ username: 'WONDER' });

    expect(errors).toMatchObject([{ code: 'USERNAME_TAKEN', path: ['input', 'username'] }]);
  });

  it('leaves a username empty that another took meanwhile', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers({ username: 'wonder' });
    await here.person('Bob').joins({ username: 'wonder' });

    await alice.verifies();

    expect(await (await alice.signsIn()).asksMe()).toMatchObject({ username: null });
  });

  it('forgets a registration that nobody confirmed for eight days', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    here.clock.passes(days(7.9));
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'EMAIL_NOT_VERIFIED' }]);
    here.clock.passes(days(0.2));

    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('records the account and its address when they begin', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    const inspector = await here.inspect();
    expect(await inspector.eventNames()).toEqual([]);

    await alice.verifies();

    expect(await inspector.eventNames()).toEqual(['user_registered', 'email_verified']);
  });
});

describe('registering where confirmation is optional', () => {
  it('signs in at once and still asks to confirm the address', async () => {
    const alice = (await world({ emailVerification: 'optional' })).person('Alice');

    const { user, tokens, verificationEmailSent, errors } = await alice.registers();

    expect(errors).toEqual([]);
    expect(user).toMatchObject({ email: 'alice@example.com', emailVerified: false });
    expect(verificationEmailSent).toBe(true);
    const laptop = alice.device();
    expect(await laptop.asksMe(tokens?.accessToken)).toMatchObject({ emailVerified: false });

    await alice.verifies();

    expect(await laptop.asksMe(tokens?.accessToken)).toMatchObject({ emailVerified: true });
  });

  it('says that an address is taken, since it can not be hidden', async () => {
    const here = await world({ emailVerification: 'optional' });
    await here.person('Alice').registers();

    const { errors, user } = await here.person('Alice').registers({ password: 'another good passphrase' });

    expect(user).toBeNull();
    expect(errors).toMatchObject([{ code: 'EMAIL_TAKEN', path: ['input', 'email'] }]);
  });
});
