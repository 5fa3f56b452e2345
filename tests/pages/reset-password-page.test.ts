import { minutes } from '../../src/kernel/duration.js';
import { world, type WorldOptions } from '../support/world.js';
import { Visitor } from './visitor.js';

const NEW_PASSWORD = 'seven quiet lamps 21';

async function forgotten(options: WorldOptions = {}) {
  const here = await world(options);
  const alice = here.person('Alice');
  const laptop = await alice.joins();
  const visitor = new Visitor(here);
  await visitor.presses(await visitor.opens('/reset-password'), { email: alice.email });
  const { token } = await alice.newestMail();
  return { here, alice, laptop, token, visitor };
}

describe('the page behind a reset link', () => {
  it('changes nothing when it is opened', async () => {
    const { here, visitor, token } = await forgotten();
    const inspector = await here.inspect();
    const tokens = await inspector.rows('one_time_tokens');

    for (const method of ['GET', 'HEAD']) await visitor.opens(`/reset-password?token=${token}`, method);

    expect(await inspector.rows('one_time_tokens')).toEqual(tokens);
  });

  it('shows the rules of this installation, and lets a password manager fill in', async () => {
    const { visitor } = await forgotten({ passwordMinLength: 12 });

    const page = await visitor.opens('/reset-password?token=x');

    expect(page.text).toContain('12 to 128 characters');
    expect(page.source).toMatch(/<input\s+id="new-password"[^>]*\sautocomplete="new-password"/);
    expect(page.source).not.toMatch(/\s(min|max)length=|onpaste/);
  });

  it('sets the password, ends every session and says so', async () => {
    const { alice, laptop, visitor, token } = await forgotten();
    const page = await visitor.opens(`/reset-password?token=${token}`);

    const done = await visitor.presses(page, { newPassword: NEW_PASSWORD });

    expect(done).toMatchObject({ status: 200, heading: 'Your new password is saved' });
    expect(done.text).toContain('signed out on all devices');
    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await alice.triesToLogIn(NEW_PASSWORD)).errors).toEqual([]);
  });

  it('says what is wrong with a password, never repeats it, and keeps the link good', async () => {
    const { alice, visitor, token } = await forgotten();
    const problems = {
      'lamp 2': 'Use at least 8 characters.',
      password123: 'This is too easy to guess',
      ['x'.repeat(129)]: 'Use at most 128 characters.',
      [alice.password]: 'You used this password here lately',
    };
    for (const [newPassword, problem] of Object.entries(problems)) {
      const page = await visitor.submits('/reset-password', { token, newPassword });
      expect(page).toMatchObject({ status: 422, heading: 'Choose a new password' });
      expect(page.text).toContain(problem);
      expect(page.source).not.toContain(newPassword);
      expect(page.source).toMatch(
        /aria-describedby="password-hint password-problem"[^>]*\saria-invalid="true"\s+autofocus/,
      );
      expect(page.field('token')).toBe(token);
    }

    expect((await visitor.submits('/reset-password', { token, newPassword: NEW_PASSWORD })).status).toBe(200);
  });

  it('offers another mail where the link was used, has expired or never was, even with a bad password', async () => {
    const { here, visitor, token } = await forgotten();
    await visitor.submits('/reset-password', { token, newPassword: NEW_PASSWORD });
    const [used, unknown] = [
      await visitor.submits('/reset-password', { token, newPassword: NEW_PASSWORD }),
      await visitor.submits('/reset-password', { token: 'x', newPassword: 'short' }),
    ];
    for (const page of [used, unknown]) {
      expect(page).toMatchObject({ status: 422, heading: 'This link no longer works', action: 'reset-password' });
      expect(page.field('email')).toBe('');
    }

    here.clock.passes(minutes(2));
    const alice = here.person('Alice');
    await visitor.presses(used, { email: alice.email });
    const fresh = await alice.newestMail();
    here.clock.passes(minutes(31));
    expect(
      (await visitor.submits('/reset-password', { token: fresh.token, newPassword: NEW_PASSWORD })).text,
    ).toContain('It has expired.');
  });

  it('asks for the mail with the same words for every address', async () => {
    const { here, visitor } = await forgotten();
    here.clock.passes(minutes(2));

    const [known, unknown] = [
      await visitor.submits('/reset-password', { email: 'alice@example.com' }),
      await visitor.submits('/reset-password', { email: 'bob@example.com' }),
    ];

    expect(known).toMatchObject({ status: 200, heading: 'Look into your mailbox' });
    expect(unknown.source.replaceAll('bob', 'alice')).toBe(known.source);
  });
});
