import { minutes, seconds } from '../../src/kernel/duration.js';
import { CreateAvatarUploadDocument, MyAvatarDocument, RemoveAvatarDocument } from '../operations/operations.js';
import { refusal } from '../support/device.js';
import { world } from '../support/world.js';
import { aliceWithTicket, avatarUrl, files, KINDS, picture, sends, ticketOf } from './gallery.js';

describe('a ticket for a picture', () => {
  it('says where to send it, how large it may be and until when', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    const { createAvatarUpload } = await laptop.asks(CreateAvatarUploadDocument, {});

    expect(createAvatarUpload.errors).toEqual([]);
    expect(createAvatarUpload.upload).toEqual({
      url: expect.stringMatching(/^http:\/\/localhost:4000\/avatars\/upload\/[\w-]{43}$/),
      maxBytes: 5_242_880,
      expiresAt: '2026-11-21T08:45:00.000Z',
    });
  });

  it('takes every kind of picture that is promised', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    for (const kind of KINDS) {
      const answer = await sends(here, await ticketOf(laptop), await picture(kind));
      expect([kind, answer.status, answer.text]).toEqual([kind, 204, '']);
    }
    expect(await avatarUrl(laptop)).toMatch(/^http:\/\/localhost:4000\/avatars\/[\w-]+-256\.webp$/);
    expect(files(here)).toHaveLength(3);
  });

  it('is good once', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    expect((await sends(here, url, await picture())).status).toBe(204);
    const before = await avatarUrl(laptop);

    const again = await sends(here, url, await picture('jpeg'));

    expect(again.status).toBe(410);
    expect(again.code).toBe('TICKET_USED');
    expect(await avatarUrl(laptop)).toBe(before);
    expect(files(here)).toHaveLength(3);
  });

  it('survives a wrong file, ten times', async () => {
    const { here, url } = await aliceWithTicket();
    for (let times = 0; times < 9; times += 1)
      expect((await sends(here, url, Buffer.from('no picture'))).status).toBe(415);

    expect((await sends(here, url, await picture())).status).toBe(204);
  });

  it('is void after ten wrong files', async () => {
    const { here, url } = await aliceWithTicket();
    for (let times = 0; times < 10; times += 1)
      expect((await sends(here, url, Buffer.from('no picture'))).status).toBe(415);

    expect((await sends(here, url, await picture())).status).toBe(410);
  });

  it('expires after a quarter of an hour', async () => {
    const { here, url } = await aliceWithTicket();
    here.clock.passes(minutes(15));

    const answer = await sends(here, url, await picture());

    expect(answer.status).toBe(410);
    expect(answer.code).toBe('TICKET_EXPIRED');
    expect(files(here)).toEqual([]);
  });

  it('ends the one before', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    const newer = await ticketOf(laptop);

    expect((await sends(here, url, await picture())).status).toBe(410);
    expect((await sends(here, newer, await picture())).status).toBe(204);
  });

  it('ends with the session that asked for it', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await laptop.logsOut();

    expect((await sends(here, url, await picture())).status).toBe(410);
    expect(files(here)).toEqual([]);
  });

  it('ends with the account, and while that is suspended', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    const inspector = await here.inspect();
    await inspector.run(`update users set suspended_at = created_at`);
    expect((await sends(here, url, await picture())).status).toBe(410);
    await inspector.run(`update users set suspended_at = null`);
    await laptop.deletesMe();

    expect((await sends(here, url, await picture())).status).toBe(410);
    expect(files(here)).toEqual([]);
  });

  it('is not to be had a thirty-first time in an hour', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    for (let times = 0; times < 30; times += 1) await ticketOf(laptop);

    expect(await refusal(ticketOf(laptop))).toMatchObject({ code: 'RATE_LIMITED', extensions: { retryAfter: 3600 } });

    here.clock.passes(minutes(60));
    await laptop.refreshes();
    await ticketOf(laptop);
  });

  it('is not to be had where avatars are off', async () => {
    const here = await world({ avatarStorage: { kind: 'off' } });
    const laptop = await here.person('Alice').joins();

    const { createAvatarUpload } = await laptop.asks(CreateAvatarUploadDocument, {});

    expect(createAvatarUpload).toMatchObject({ upload: null, errors: [{ code: 'NOT_AVAILABLE', path: null }] });
    expect(await avatarUrl(laptop)).toBeNull();
    expect((await sends(here, `${here.url}/avatars/upload/${'x'.repeat(43)}`, await picture())).status).toBe(404);
  });

  it('stands in no log', async () => {
    const { here, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    await fetch(url.replace(here.publicUrl, here.url));

    const secret = url.split('/').at(-1) ?? '';
    expect(secret).toHaveLength(43);
    expect(JSON.stringify(here.log.lines)).not.toContain(secret);
  });
});

describe('the picture of a user', () => {
  it('is null at first', async () => {
    expect(await avatarUrl(await (await world()).person('Alice').joins())).toBeNull();
  });

  it('comes in the smallest size that is large enough', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());

    const sizes = [];
    for (const size of [1, 64, 65, 256, 257, 512, 513, 2_000]) {
      sizes.push(Number(/-(\d+)\.webp$/.exec((await avatarUrl(laptop, size)) ?? '')?.[1]));
    }
    expect(sizes).toEqual([64, 64, 256, 256, 512, 512, 512, 512]);
  });

  it('has no size below one pixel', async () => {
    const laptop = await (await world()).person('Alice').joins();

    for (const size of [0, -1])
      expect(await refusal(avatarUrl(laptop, size))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is told of in the history, and changes when the account last changed', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    here.clock.passes(seconds(5));
    await sends(here, url, await picture());

    expect((await laptop.asks(MyAvatarDocument, {})).me?.updatedAt).toBe('2026-11-21T08:30:05.000Z');
    const { nodes } = await laptop.listsEvents();
    expect(nodes[0]).toMatchObject({ name: 'avatar_changed', metadata: { change: 'set' }, userAgent: 'node' });
  });

  it('can be removed, and its files with it', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    here.clock.passes(seconds(5));

    const { removeAvatar } = await laptop.asks(RemoveAvatarDocument, {});

    expect(removeAvatar).toEqual({ user: { avatarUrl: null, updatedAt: '2026-11-21T08:30:05.000Z' }, errors: [] });
    expect(files(here)).toEqual([]);
    expect(await (await here.inspect()).rows('avatar_pictures')).toEqual([]);
    const { nodes } = await laptop.listsEvents();
    expect(nodes[0]).toMatchObject({ name: 'avatar_changed', metadata: { change: 'removed' } });
  });

  it('can be removed where there is none, which changes nothing', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    expect((await laptop.asks(RemoveAvatarDocument, {})).removeAvatar.errors).toEqual([]);
    expect(await (await here.inspect()).eventNames()).not.toContain('avatar_changed');
  });

  it('takes the place of the one before, whose files go', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    const [first, old] = [await avatarUrl(laptop), files(here)];
    await sends(here, await ticketOf(laptop), await picture('jpeg'));

    expect(await avatarUrl(laptop)).not.toBe(first);
    expect(files(here)).toHaveLength(3);
    expect(files(here).filter((file) => old.includes(file))).toEqual([]);
  });

  it('goes with the account', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    await laptop.deletesMe();
    await here.users.cleanUp();

    expect(files(here)).toEqual([]);
    expect(await (await here.inspect()).rows('users')).toMatchObject([{ avatar_id: null }]);
  });
});
