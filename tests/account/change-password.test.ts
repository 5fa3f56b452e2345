import { world } from '../support/world.js';

const NEW = 'a much better passphrase';

describe('changing the password', () => {
  it('goes on with fresh tokens and ends everything else, the old tokens of this device included', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const [laptop, phone] = [await alice.joins(), await alice.signsIn()];
    const before = laptop.tokens;

    const { user, errors } = await laptop.changesPassword(NEW);

    expect({ email: user?.email, errors }).toEqual({ email: 'alice@example.com', errors: [] });
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
    expect((await laptop.refreshes()).errors).toEqual([]);
    expect(await phone.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect(await phone.isRefusedMe(before?.accessToken)).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await phone.refreshes(before?.refreshToken ?? '')).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(await laptop.listsSessions()).toMatchObject([{ current: true }]);
    expect((await alice.triesToLogIn(NEW)).errors).toEqual([]);
  });

  it('needs the current one, and a wrong one counts as a failed sign-in', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    expect((await laptop.changesPassword(NEW, 'wrong')).errors).toMatchObject([
      { code: 'WRONG_PASSWORD', path: ['input', 'currentPassword'] },
    ]);
    const inspector = await here.inspect();
    expect(await inspector.rows('users')).toMatchObject([{ failed_login_count: 1 }]);
    expect((await inspector.eventNames()).at(-1)).toBe('user_login_failure');
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
  });

  it('tells of a wrong and of a bad password at once', async () => {
    const laptop = await (await world()).person('Alice').joins();

    const { errors } = await laptop.changesPassword('short', 'wrong');

    expect(errors.map(({ code }) => code)).toEqual(['WRONG_PASSWORD', 'PASSWORD_TOO_SHORT']);
  });

  it('is told by mail and recorded', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await laptop.changesPassword(NEW);

    expect((await alice.newestMail()).kind).toBe('password_changed');
    expect((await (await here.inspect()).eventNames()).at(-1)).toBe('password_changed');
  });
});
