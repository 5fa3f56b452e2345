import { minutes } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

describe('deleting the own account', () => {
  it('ends signing in at once and frees address and username', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const [laptop, phone] = [await alice.joins({ username: 'wonder' }), await alice.signsIn()];
    const id = (await laptop.asksMe())?.id;

    expect(await laptop.deletesMe()).toEqual({ deletedUserId: id, errors: [] });

    expect(await phone.isRefusedMe()).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' });
    expect((await phone.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect((await alice.triesToLogIn()).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    here.clock.passes(minutes(2));
    const again = await here.person('Alice').joins({ username: 'wonder' });
    expect((await again.asksMe())?.id).not.toBe(id);
  });

  it('keeps the history', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await laptop.deletesMe();
    const inspector = await here.inspect();

    expect((await inspector.eventNames()).at(-1)).toBe('user_deleted');
    expect(await inspector.rows('users')).toMatchObject([{ email: 'alice@example.com', email_key: null }]);
  });

  it('needs the password', async () => {
    const laptop = await (await world()).person('Alice').joins();

    expect((await laptop.deletesMe(null)).errors).toMatchObject([
      { code: 'PASSWORD_REQUIRED', path: ['input', 'password'] },
    ]);
    expect((await laptop.deletesMe('wrong')).errors).toMatchObject([{ code: 'WRONG_PASSWORD' }]);
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
  });

  it('takes the links with it that were mailed before', async () => {
    const alice = (await world()).person('Alice');
    const laptop = await alice.joins();
    await alice.asksForAPasswordReset();
    const { token } = await alice.newestMail();
    await laptop.deletesMe();

    expect((await alice.resetsPassword('a much better passphrase', token)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
  });
});
