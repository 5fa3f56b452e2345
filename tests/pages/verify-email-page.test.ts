import { hours, minutes } from '../../src/kernel/duration.js';
import type { Inspector } from '../support/inspector.js';
import { world } from '../support/world.js';
import { Visitor } from './visitor.js';

const everything = async (inspector: Inspector) => {
  const tables = [
    'users',
    'one_time_tokens',
    'pending_registrations',
    'sessions',
    'events',
    'outbox_mails',
    'mail_cooldowns',
  ];
  return Promise.all(tables.map((table) => inspector.rows(table)));
};

async function registered() {
  const here = await world();
  const alice = here.person('Alice');
  await alice.registers();
  const { token } = await alice.newestMail();
  return { here, alice, token, visitor: new Visitor(here) };
}

describe('the page behind a verification link', () => {
  it('changes nothing when it is opened, however often', async () => {
    const { here, visitor, token } = await registered();
    const inspector = await here.inspect();
    const before = await everything(inspector);

    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await visitor.opens(`/verify-email?token=${token}`, method)).status).toBe(200);
    }

    expect(await everything(inspector)).toEqual(before);
  });

  it('confirms the address by its button', async () => {
    const { alice, visitor, token } = await registered();
    const page = await visitor.opens(`/verify-email?token=${token}`);
    expect(page.heading).toBe('Confirm your e-mail address');

    const done = await visitor.presses(page);

    expect(done).toMatchObject({ status: 200, heading: 'Your address is confirmed' });
    expect(done.text).toContain('alice@example.com is confirmed.');
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('shows the token in no page after the first', async () => {
    const { visitor, token } = await registered();

    const pages = [
      await visitor.submits('/verify-email', { token }),
      await visitor.submits('/verify-email', { token }),
    ];

    for (const page of pages) expect(page.source).not.toContain(token);
  });

  it('says of a used link that signing in may do, and offers another mail', async () => {
    const { visitor, token } = await registered();
    await visitor.submits('/verify-email', { token });

    const again = await visitor.submits('/verify-email', { token });

    expect(again).toMatchObject({ status: 422, heading: 'This link no longer works', action: 'verify-email' });
    expect(again.text).toContain('It was used already');
    expect(again.text).toContain('just sign in');
    expect(again.field('email')).toBe('');
  });

  it('says of an old link that it has expired, and offers another mail', async () => {
    const { here, visitor, token } = await registered();
    here.clock.passes(hours(24.1));

    const expired = await visitor.submits('/verify-email', { token });

    expect(expired).toMatchObject({ status: 422, heading: 'This link no longer works', action: 'verify-email' });
    expect(expired.text).toContain('It has expired.');
    expect(expired.field('email')).toBe('');
  });

  it('sends a link that works by the form of one that does not', async () => {
    const { here, alice, visitor, token } = await registered();
    here.clock.passes(hours(23));
    const dead = await visitor.submits('/verify-email', { token: token.slice(1) });

    const sent = await visitor.presses(dead, { email: alice.email });

    expect(sent).toMatchObject({ status: 200, heading: 'Look into your mailbox' });
    expect((await visitor.submits('/verify-email', { token })).text).toContain('a newer mail has replaced it');
    const fresh = await alice.newestMail();
    expect((await visitor.submits('/verify-email', { token: fresh.token })).heading).toBe('Your address is confirmed');
  });

  it('leads on to a password where several had registered, and the password signs in', async () => {
    const { here, alice, visitor } = await registered();
    here.clock.passes(minutes(2));
    await alice.registers({ password: 'the other horse staple 8' });
    const { token } = await alice.newestMail();

    const page = await visitor.submits('/verify-email', { token });
    expect(page).toMatchObject({ heading: 'Your address is confirmed', action: 'reset-password' });
    const done = await visitor.presses(page, { newPassword: 'a third horse staple 9' });

    expect(done.heading).toBe('Your new password is saved');
    expect((await alice.triesToLogIn('a third horse staple 9')).errors).toEqual([]);
  });
});

describe('asking for another verification mail', () => {
  it('works without a link', async () => {
    const { here, alice, visitor } = await registered();
    here.clock.passes(minutes(2));

    await visitor.presses(await visitor.opens('/verify-email'), { email: alice.email });

    expect(await alice.mails()).toHaveLength(2);
  });

  it('is answered alike for every address', async () => {
    const { here, visitor } = await registered();
    await here.person('Bob').joins();
    here.clock.passes(minutes(2));
    const answers = [];
    for (const email of ['alice@example.com', 'bob@example.com', 'nobody@example.com']) {
      const { status, source } = await visitor.submits('/verify-email', { email });
      answers.push({ status, source: source.replaceAll(email, '…') });
    }

    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('points to a wrong address and keeps what was typed', async () => {
    const { visitor } = await registered();

    const page = await visitor.submits('/verify-email', { email: 'alice at example' });

    expect(page.status).toBe(422);
    expect(page.field('email')).toBe('alice at example');
    expect(page.source).toMatch(/aria-invalid="true"\s+aria-describedby="email-problem"\s+autofocus/);
  });
});
