import { LogoutDocument } from '../operations/operations.js';
import { world } from '../support/world.js';

describe('logging out', () => {
  it('ends the session of the bearer token at once', async () => {
    const laptop = await (await world()).person('Alice').joins();

    expect(await laptop.logsOut()).toEqual({ success: true, errors: [] });

    expect(await laptop.isRefusedMe()).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' });
    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it('ends the session of a refresh token, the newest or an older one', async () => {
    const alice = (await world()).person('Alice');
    for (const laptop of [await alice.joins(), await alice.signsIn()]) {
      const old = laptop.tokens?.refreshToken ?? '';
      await laptop.refreshes();
      await laptop.asks(LogoutDocument, { input: { refreshToken: old } }, null);

      expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    }
  });

  it("ends the session of the bearer token where the refresh token is nobody's", async () => {
    const laptop = await (await world()).person('Alice').joins();

    await laptop.asks(LogoutDocument, { input: { refreshToken: 'nonsense' } });

    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
  });

  it('leaves the other sessions alone', async () => {
    const alice = (await world()).person('Alice');
    const laptop = await alice.joins();
    const phone = await alice.signsIn();

    await laptop.logsOut();

    expect(await phone.asksMe()).toMatchObject({ email: 'alice@example.com' });
  });

  it('is content where there is nothing to end', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await laptop.logsOut();

    expect(await laptop.logsOut()).toEqual({ success: true, errors: [] });
    expect(await here.person('Nobody').device().logsOut()).toEqual({ success: true, errors: [] });
    expect((await (await here.inspect()).eventNames()).filter((name) => name === 'user_logged_out')).toHaveLength(1);
  });
});
