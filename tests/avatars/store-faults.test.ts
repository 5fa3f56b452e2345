import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { hours } from '../../src/kernel/duration.js';
import type { AvatarStore } from '../../src/avatars/avatar-store.js';
import { startS3 } from '../support/s3-server.js';
import { aliceWithTicket, at, avatarUrl, files, folderOf, picture, sends } from './gallery.js';

/** A store in memory that fails when it is told to. */
class ShakyStore implements AvatarStore {
  readonly files = new Map<string, Uint8Array>();
  /** How many more puts succeed. */
  puts = Infinity;
  deletes = Infinity;

  async put(name: string, bytes: Uint8Array): Promise<void> {
    if ((this.puts -= 1) < 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    this.files.set(name, bytes);
  }

  async pretend(): Promise<void> {}

  async get(name: string): Promise<Uint8Array | null> {
    return this.files.get(name) ?? null;
  }

  async delete(name: string): Promise<void> {
    if ((this.deletes -= 1) < 0) throw new Error('the store is away');
    this.files.delete(name);
  }
}

describe('a store that fails', () => {
  it('is told to who sends, keeps nothing by halves, and does not cost the ticket', async () => {
    const store = new ShakyStore();
    const { here, laptop, url } = await aliceWithTicket({ avatarStorage: store });

    for (const puts of [0, 1, 2]) {
      store.puts = puts;
      const answer = await sends(here, url, await picture());
      expect([answer.status, answer.code]).toEqual([503, 'STORE_AWAY']);
      expect(answer.headers.get('retry-after')).toBe('2');
      expect([...store.files.keys()]).toEqual([]);
    }
    expect(await avatarUrl(laptop)).toBeNull();

    store.puts = Infinity;
    expect((await sends(here, url, await picture())).status).toBe(204);
    expect(await avatarUrl(laptop)).not.toBeNull();
  });

  it('to delete is asked again by the next clean-up; nobody sees the picture meanwhile', async () => {
    const store = new ShakyStore();
    const { here, laptop, url } = await aliceWithTicket({ avatarStorage: store });
    await sends(here, url, await picture());
    const path = at(here, (await avatarUrl(laptop)) ?? '');
    store.deletes = 1;

    await laptop.deletesMe();
    await here.users.cleanUp();
    expect(store.files.size).toBe(2);
    expect((await fetch(path)).status).toBe(404);

    store.deletes = Infinity;
    expect(await here.users.cleanUp()).toMatchObject({ avatarPictures: 1 });
    expect(store.files.size).toBe(0);
  });

  it('is a file where the folder should be', async () => {
    const { here, url } = await aliceWithTicket();
    rmSync(folderOf(here), { recursive: true });
    writeFileSync(folderOf(here), '');

    expect((await sends(here, url, await picture())).status).toBe(503);

    rmSync(folderOf(here));
    expect((await sends(here, url, await picture())).status).toBe(204);
    expect(existsSync(folderOf(here))).toBe(true);
    chmodSync(folderOf(here), 0o700);
  });
});

describe('a crash', () => {
  it('between the files and their owner leaves nothing for longer than an hour', async () => {
    const { here } = await aliceWithTicket();
    const id = '01a1fe23-7b84-7000-8bc1-7517da5add90';
    const inspector = await here.inspect();
    const discardAt = new Date(here.clock.now().getTime() + 3_600_000);
    const [instant, created] = [discardAt, here.clock.now()].map((date) =>
      globalThis.testDatabase === 'sqlite' ? String(date.getTime()) : `'${date.toISOString()}'`,
    );
    await inspector.run(
      `insert into avatar_pictures (id, discard_at, created_at) values ('${id}', ${instant}, ${created})`,
    );
    for (const size of [64, 256]) writeFileSync(`${folderOf(here)}/${id}-${size}.webp`, 'bytes');
    expect((await fetch(`${here.url}/avatars/${id}-64.webp`)).status).toBe(404);
    await here.users.cleanUp();
    expect(files(here)).toHaveLength(2);
    here.clock.passes(hours(1));

    expect(await here.users.cleanUp()).toMatchObject({ avatarPictures: 1 });

    expect(files(here)).toEqual([]);
    expect(await inspector.rows('avatar_pictures')).toEqual([]);
  });

  it('or a way of deleting accounts that knows nothing of pictures leaves none behind', async () => {
    const { here, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    await (await here.inspect()).run('update users set deleted_at = created_at');
    expect(files(here)).toHaveLength(3);

    await here.users.cleanUp();

    expect(files(here)).toEqual([]);
  });
});

describe('pictures in S3', () => {
  it('come and go like those in a folder', async () => {
    const { location, stop } = await startS3();
    try {
      const { here, laptop, url } = await aliceWithTicket({ avatarStorage: { kind: 's3', ...location } });
      expect((await sends(here, url, await picture())).status).toBe(204);
      const path = at(here, (await avatarUrl(laptop)) ?? '');
      expect((await fetch(path)).headers.get('content-type')).toBe('image/webp');
      await laptop.deletesMe();
      await here.users.cleanUp();

      expect((await fetch(path)).status).toBe(404);
      expect(await (await here.inspect()).rows('avatar_pictures')).toEqual([]);
    } finally {
      await stop();
    }
  });
});
