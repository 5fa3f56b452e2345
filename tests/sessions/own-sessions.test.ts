import { minutes } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe("a user's sessions", () => {
  it('are listed with what they are called, the last used first', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    here.clock.passes(minutes(1));
    await alice.signsIn(CHROME);
    here.clock.passes(minutes(1));
    await laptop.refreshes();

    expect(await laptop.listsSessions()).toEqual([
      {
        id: expect.any(String),
        current: true,
        deviceName: 'Firefox on Linux',
        ip: '127.0.0.1',
        createdAt: '2026-11-21T08:30:00.000Z',
        lastUsedAt: '2026-11-21T08:32:00.000Z',
        expiresAt: '2026-11-28T08:32:00.000Z',
      },
      expect.objectContaining({
        current: false,
        deviceName: 'Chrome on Windows',
        lastUsedAt: '2026-11-21T08:31:00.000Z',
      }),
    ]);
  });

  it('end one by one', async () => {
    const alice = (await world()).person('Alice');
    const [laptop, phone] = [await alice.joins(), await alice.signsIn()];
    const other = (await laptop.listsSessions()).find(({ current }) => !current)?.id ?? '';

    expect(await laptop.revokes(other)).toEqual({ revokedCount: 1, errors: [] });

    expect(await phone.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await phone.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(await laptop.listsSessions()).toHaveLength(1);
    expect((await laptop.revokes(other)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'sessionId'] }]);
  });

  it('end all but the one that asks', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const [laptop, phone, tablet] = [await alice.joins(), await alice.signsIn(), await alice.signsIn()];

    expect(await laptop.revokesOthers()).toBe(2);

    for (const device of [phone, tablet])
      expect(await device.isRefusedMe()).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
    expect((await (await here.inspect()).eventNames()).filter((name) => name === 'session_revoked')).toHaveLength(2);
  });

  it('of another behave as unknown', async () => {
    const here = await world();
    const alice = await here.person('Alice').joins();
    const bob = await here.person('Bob').joins();
    const [foreign] = await alice.listsSessions();

    for (const id of [foreign?.id ?? '', 'nonsense', '', '\0', '00000000-0000-7000-8000-000000000000']) {
      expect(await bob.revokes(id)).toMatchObject({ revokedCount: 0, errors: [{ code: 'NOT_FOUND' }] });
    }
    expect(await alice.asksMe()).toMatchObject({ email: 'alice@example.com' });
  });
});

describe('a sign-in from a device not seen before', () => {
  it('is told by mail, but not the first of all and not one that is known', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    await alice.signsIn();
    expect((await alice.mails()).map(({ kind }) => kind)).toEqual(['verify_email']);

    await alice.signsIn(CHROME);
    await alice.signsIn(CHROME);

    expect((await alice.mails()).map(({ kind }) => kind)).toEqual(['verify_email', 'new_sign_in']);
    expect((await alice.newestMail()).text).toContain('Chrome on Windows');
  });

  it('is not told where that is turned off', async () => {
    const alice = (await world({ newSignInMail: false })).person('Alice');
    await alice.joins();
    await alice.signsIn(CHROME);

    expect((await alice.mails()).map(({ kind }) => kind)).toEqual(['verify_email']);
  });
});
