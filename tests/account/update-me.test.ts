import { hours, minutes } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

describe('updating the profile', () => {
  it('changes what is given, keeps what is left out and clears what is null', async () => {
    const laptop = await (
      await world()
    )
      .person('Alice')
      .joins({ username: 'wonder', name: 'Alice', phone: '+41446681800', locale: 'en' });

    const { user } = await laptop.updatesMe({ name: 'Alice B.', phone: null });

    expect(user).toMatchObject({ username: 'wonder', name: 'Alice B.', phone: null, locale: 'en' });
    expect(await laptop.asksMe()).toEqual(user);
  });

  it('clears the locale, too', async () => {
    const laptop = await (await world()).person('Alice').joins({ locale: 'de-CH' });

    expect((await laptop.updatesMe({ locale: null })).user).toMatchObject({ locale: null });
  });

  it('refuses a locale that is too long only once it is canonical', async () => {
    const laptop = await (await world()).person('Alice').joins();

    expect((await laptop.updatesMe({ locale: 'sh-x-aaaaaaaa-bbbbbbbb-cccccccc-ddd' })).errors).toMatchObject([
      { code: 'INVALID_LOCALE' },
    ]);
  });

  it('reads a phone number in any common spelling, without a country code as of the country of the locale', async () => {
    const laptop = await (await world()).person('Alice').joins();

    for (const phone of ['+98 917 106 4369', '0098 (917) 106-4369', '+98.917.106.4369', 'tel:+989171064369']) {
      expect((await laptop.updatesMe({ phone })).user).toMatchObject({ phone: '+989171064369' });
    }
    expect((await laptop.updatesMe({ phone: '044 668 18 00', locale: 'de-CH' })).user).toMatchObject({
      phone: '+41446681800',
    });
    for (const phone of ['12', 'call me', '+1 555', `+41${'4'.repeat(300)}`, '']) {
      expect((await laptop.updatesMe({ phone })).errors).toMatchObject([
        { code: 'INVALID_PHONE', path: ['input', 'phone'] },
      ]);
    }
  });

  it('names every problem at once and changes nothing', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins({ name: 'Alice' });
    await here.person('Bob').joins({ username: 'bob' });

    const { user, errors } = await laptop.updatesMe({ name: 'New', username: 'BOB', locale: '??', email: 'none' });

    expect(user).toBeNull();
    expect(errors.map(({ code }) => code).sort()).toEqual(['INVALID_EMAIL', 'INVALID_LOCALE', 'USERNAME_TAKEN']);
    expect(await laptop.asksMe()).toMatchObject({ name: 'Alice', username: null });
  });

  it('lets people write their own username in another case', async () => {
    const laptop = await (await world()).person('Alice').joins({ username: 'wonder' });

    expect((await laptop.updatesMe({ username: 'Wonder' })).user).toMatchObject({ username: 'Wonder' });
  });

  it('records which fields changed', async () => {
    const laptop = await (await world()).person('Alice').joins({ name: 'Alice' });
    await laptop.updatesMe({ name: 'Alice', locale: 'fr' });

    expect((await laptop.listsEvents({ first: 1 })).nodes).toMatchObject([
      { name: 'profile_updated', metadata: { fields: ['locale'] } },
    ]);
  });
});

describe('a new address', () => {
  it('takes the place of the old one once its mailbox has confirmed it', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const elsewhere = here.person('Elsewhere');

    const { user } = await laptop.updatesMe({ email: 'Elsewhere@Example.com', currentPassword: alice.password });

    expect(user).toMatchObject({
      email: 'alice@example.com',
      emailVerified: true,
      pendingEmail: 'Elsewhere@Example.com',
    });
    expect((await alice.newestMail()).kind).toBe('email_change_requested');
    const [confirmation] = await here.mailsTo('Elsewhere@Example.com');
    expect(confirmation?.kind).toBe('confirm_email_change');
    expect(await elsewhere.verifies(confirmation?.token)).toEqual({
      email: 'Elsewhere@Example.com',
      passwordResetToken: null,
      errors: [],
    });
    expect(await laptop.asksMe()).toMatchObject({
      email: 'Elsewhere@Example.com',
      emailVerified: true,
      pendingEmail: null,
    });
    expect((await alice.newestMail()).kind).toBe('email_changed');
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await elsewhere.triesToLogIn(alice.password)).errors).toEqual([]);
  });

  it('is confirmed by its code too', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const elsewhere = here.person('Elsewhere');
    await laptop.updatesMe({ email: elsewhere.email, currentPassword: alice.password });

    expect((await elsewhere.verifiesByCode()).errors).toEqual([]);
    expect(await laptop.asksMe()).toMatchObject({ email: elsewhere.email });
  });

  it('asked for twice in a moment is confirmed by the one mail that was sent', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const elsewhere = here.person('Elsewhere');
    for (let times = 0; times < 2; times += 1) {
      await laptop.updatesMe({ email: elsewhere.email, currentPassword: alice.password });
    }

    expect(await elsewhere.mails()).toHaveLength(1);
    expect((await elsewhere.verifies()).errors).toEqual([]);
  });

  it('is taken back by asking for the address that one has', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const elsewhere = here.person('Elsewhere');
    await laptop.updatesMe({ email: elsewhere.email, currentPassword: alice.password });

    expect((await laptop.updatesMe({ email: alice.email })).user).toMatchObject({ pendingEmail: null });
    expect((await elsewhere.verifies()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it('waits no more once its link has run out or the password was changed', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await laptop.updatesMe({ email: 'new@example.com', currentPassword: alice.password });
    await laptop.changesPassword('a much better passphrase');
    expect(await laptop.asksMe()).toMatchObject({ pendingEmail: null });

    await laptop.updatesMe({ email: 'newer@example.com', currentPassword: alice.password });
    here.clock.passes(hours(24.1));
    await here.users.cleanUp();
    await laptop.refreshes();
    expect(await laptop.asksMe()).toMatchObject({ pendingEmail: null });
  });

  it('needs the password', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    expect((await laptop.updatesMe({ email: 'new@example.com' })).errors).toMatchObject([
      { code: 'PASSWORD_REQUIRED', path: ['input', 'currentPassword'] },
    ]);
    expect((await laptop.updatesMe({ email: 'new@example.com', currentPassword: 'wrong' })).errors).toMatchObject([
      { code: 'WRONG_PASSWORD' },
    ]);
    expect(await here.mailsTo('new@example.com')).toEqual([]);
  });

  it('that is taken is answered like a free one, and its mailbox learns', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const bob = here.person('Bob');
    await bob.joins();

    const taken = await laptop.updatesMe({ email: bob.email, currentPassword: alice.password });

    expect(taken).toMatchObject({ user: { pendingEmail: bob.email }, errors: [] });
    expect((await bob.newestMail()).kind).toBe('account_exists');
    expect((await alice.newestMail()).kind).toBe('email_change_requested');
  });

  it('can not be confirmed any more when another took it meanwhile', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const bob = here.person('Bob');
    await laptop.updatesMe({ email: bob.email, currentPassword: alice.password });
    const { token } = await bob.newestMail();
    here.clock.passes(minutes(2));
    await bob.joins();

    expect((await bob.verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(await laptop.asksMe()).toMatchObject({ email: alice.email });
  });

  it('waits for a day, and gives way to a newer one', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await laptop.updatesMe({ email: 'one@example.com', currentPassword: alice.password });
    await laptop.updatesMe({ email: 'two@example.com', currentPassword: alice.password });
    const [one] = await here.mailsTo('one@example.com');
    const [two] = await here.mailsTo('two@example.com');
    expect((await alice.verifies(one?.token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    here.clock.passes(hours(24.1));

    expect((await alice.verifies(two?.token)).errors).toMatchObject([{ code: 'EXPIRED_TOKEN' }]);
  });

  it('ends every session but the one that asked for it, and the links that were mailed to the old one', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const [laptop, phone] = [await alice.joins(), await alice.signsIn()];
    await alice.asksForAPasswordReset();
    const { token: reset } = await alice.newestMail();
    await laptop.updatesMe({ email: 'new@example.com', currentPassword: alice.password });
    await alice.verifies((await here.newestMailTo('new@example.com')).token);

    expect(await laptop.asksMe()).toMatchObject({ email: 'new@example.com' });
    expect(await phone.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await alice.resetsPassword('a much better passphrase', reset)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
  });

  it('dies with a change of the password', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await laptop.updatesMe({ email: 'new@example.com', currentPassword: alice.password });
    await laptop.changesPassword('a much better passphrase');

    expect((await alice.verifies((await here.newestMailTo('new@example.com')).token)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
  });

  it('may be the old one in another case, at once and without a mail', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    expect((await laptop.updatesMe({ email: 'ALICE@example.com' })).user).toMatchObject({
      email: 'ALICE@example.com',
      pendingEmail: null,
    });
    expect(await here.mailsTo('ALICE@example.com')).toEqual([]);
  });

  it('can not be none', async () => {
    const laptop = await (await world()).person('Alice').joins();

    expect((await laptop.updatesMe({ email: null })).errors).toMatchObject([
      { code: 'REQUIRED', path: ['input', 'email'] },
    ]);
  });
});
