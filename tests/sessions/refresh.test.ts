import { days, hours, minutes, seconds } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

describe('a refresh token', () => {
  it('is traded for a new pair', async () => {
    const laptop = await (await world()).person('Alice').joins();
    const before = laptop.tokens;

    const { errors, user } = await laptop.refreshes();

    expect({ errors, email: user?.email }).toEqual({ errors: [], email: 'alice@example.com' });
    expect(laptop.tokens?.refreshToken).not.toBe(before?.refreshToken);
    expect(laptop.tokens?.accessToken).not.toBe(before?.accessToken);
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
  });

  it('answers with the same successor again for ten seconds, so that two tabs and a lost answer do no harm', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const old = laptop.tokens?.refreshToken ?? '';
    const first = await laptop.refreshes(old);
    here.clock.passes(seconds(10));

    const again = await laptop.refreshes(old);

    expect(again.errors).toEqual([]);
    expect(again.tokens?.refreshToken).toBe(first.tokens?.refreshToken);
    expect((await laptop.refreshes()).errors).toEqual([]);
  });

  it('leads to the newest of its successors within its time', async () => {
    const laptop = await (await world()).person('Alice').joins();
    const old = laptop.tokens?.refreshToken ?? '';
    await laptop.refreshes();
    await laptop.refreshes();
    const newest = laptop.tokens?.refreshToken;

    expect((await laptop.refreshes(old)).tokens?.refreshToken).toBe(newest);
  });

  it('ends the whole session when it comes back later', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const stolen = laptop.tokens?.refreshToken ?? '';
    await laptop.refreshes();
    here.clock.passes(seconds(10.001));

    const thief = await here.person('Mallory').device().refreshes(stolen);

    expect(thief).toMatchObject({
      user: null,
      tokens: null,
      errors: [{ code: 'REFRESH_TOKEN_REUSED', path: ['input', 'refreshToken'] }],
    });
    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(await laptop.isRefusedMe()).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' });
    expect((await (await here.inspect()).eventNames()).at(-1)).toBe('refresh_token_reused');
  });

  it('keeps a session alive for a week without use', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    here.clock.passes(days(6.9));
    expect((await laptop.refreshes()).tokens).toMatchObject({ refreshExpiresAt: '2026-12-05T06:06:00.000Z' });
    here.clock.passes(days(7));

    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'EXPIRED_TOKEN' }]);
  });

  it('keeps it alive for ninety days at most, however often it is used', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    for (let week = 0; week < 15; week += 1) {
      here.clock.passes(days(5.9));
      await laptop.refreshes();
    }
    expect(laptop.tokens?.refreshExpiresAt).toBe('2027-02-19T08:30:00.000Z');
    here.clock.passes(days(1.5));

    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'EXPIRED_TOKEN' }]);
  });

  it('is refused where it is none, left out, or an access token', async () => {
    const laptop = await (await world()).person('Alice').joins();

    const named = laptop.tokens?.refreshToken?.slice(0, 22) ?? '';
    const madeUp = ['a'.repeat(65), `${named}${'a'.repeat(43)}`, `${named}${'a'.repeat(44)}`, named];
    for (const token of ['', 'nonsense', '\0', ...madeUp, laptop.tokens?.accessToken ?? '']) {
      expect((await laptop.refreshes(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    }
  });

  it('that names a session but is none of its tokens leaves that as it was', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const inspector = await here.inspect();
    const before = await inspector.rows('sessions');
    here.clock.passes(minutes(1));

    await here
      .person('Mallory')
      .device()
      .refreshes(`${laptop.tokens?.refreshToken?.slice(0, 22)}${'a'.repeat(43)}`);

    expect(await inspector.rows('sessions')).toEqual(before);
    expect((await laptop.refreshes()).errors).toEqual([]);
  });

  it('is refused once its user is suspended', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await (await here.inspect()).run('update users set suspended_at = created_at');

    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'ACCOUNT_SUSPENDED' }]);
  });

  it('is stored as a digest, and what leads to its successor does so only with it', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const [old, next] = [laptop.tokens?.refreshToken, (await laptop.refreshes()).tokens?.refreshToken];

    const inspector = await here.inspect();
    const rows = JSON.stringify([await inspector.rows('sessions'), await inspector.rows('used_refresh_tokens')]);

    for (const token of [old, next]) expect(rows).not.toContain(token?.slice(22));
  });

  it('is traded on another instance too', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const elsewhere = (await here.anotherInstance()).person('Alice').device();

    expect((await elsewhere.refreshes(laptop.tokens?.refreshToken ?? '')).errors).toEqual([]);
    expect(await elsewhere.asksMe()).toMatchObject({ email: 'alice@example.com' });
  });

  it('records each trade once', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const old = laptop.tokens?.refreshToken ?? '';
    await laptop.refreshes(old);
    await laptop.refreshes(old);
    here.clock.passes(minutes(1));
    await laptop.refreshes();

    expect((await (await here.inspect()).eventNames()).filter((name) => name === 'token_refreshed')).toHaveLength(2);
  });
});

describe('an access token', () => {
  it('is good for fifteen minutes', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    here.clock.passes(minutes(14.9));
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
    here.clock.passes(minutes(0.2));

    expect(await laptop.isRefusedMe()).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' });
  });

  it('is not good before its time', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    here.clock.passes(hours(-1));

    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'TOKEN_INVALID' });
  });
});
