import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { AvatarStore } from '../../src/avatars/avatar-store.js';
import { FileAvatarStore } from '../../src/avatars/file-avatar-store.js';
import { S3AvatarStore } from '../../src/avatars/s3-avatar-store.js';
import { startS3 } from '../support/s3-server.js';

const NAME = '01a1fe23-7b84-7000-8bc1-7517da5add90-64.webp';
const OTHER = '01a1fe23-7b84-7000-8bc1-7517da5add91-64.webp';

const toUndo: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(process.env['TEST_RUN_FOLDER'] ?? '', 'store-'));
  toUndo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const stores: Readonly<Record<string, () => Promise<AvatarStore>>> = {
  'a folder': async () => new FileAvatarStore(join(emptyFolder(), 'not', 'there', 'yet')),
  S3: async () => {
    const { location, stop } = await startS3();
    toUndo.push(stop);
    return new S3AvatarStore(location);
  },
  'S3 without a prefix': async () => {
    const { location, stop } = await startS3();
    toUndo.push(stop);
    return new S3AvatarStore({ ...location, prefix: '', endpoint: `${location.endpoint}/` });
  },
};

describe.each(Object.keys(stores))('pictures in %s', (kind) => {
  const open = () => stores[kind]?.() ?? Promise.reject(new Error('no such store'));

  it('come back byte by byte', async () => {
    const store = await open();
    const bytes = Uint8Array.from({ length: 70_000 }, (_, nth) => (nth * 31) % 256);
    await store.put(NAME, bytes);
    await store.put(OTHER, new Uint8Array([1]));

    expect(Buffer.from((await store.get(NAME)) ?? []).equals(Buffer.from(bytes))).toBe(true);
    expect([...((await store.get(OTHER)) ?? [])]).toEqual([1]);
  });

  it('are null where there are none', async () => {
    const store = await open();

    expect(await store.get(NAME)).toBeNull();
    await store.put(OTHER, new Uint8Array([1]));
    expect(await store.get(NAME)).toBeNull();
  });

  it('can be written anew', async () => {
    const store = await open();
    await store.put(NAME, new Uint8Array([1, 2, 3]));
    await store.put(NAME, new Uint8Array([4]));

    expect([...((await store.get(NAME)) ?? [])]).toEqual([4]);
  });

  it('are gone once deleted, alone and as often as one likes', async () => {
    const store = await open();
    await store.put(NAME, new Uint8Array([1]));
    await store.put(OTHER, new Uint8Array([2]));
    await store.delete(NAME);
    await store.delete(NAME);

    expect(await store.get(NAME)).toBeNull();
    expect([...((await store.get(OTHER)) ?? [])]).toEqual([2]);
  });

  it('are not kept where storing was only pretended', async () => {
    const store = await open();
    await store.pretend(NAME, new Uint8Array([1]));

    for (let round = 0; round < 100 && (await store.get(NAME)) !== null; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await store.get(NAME)).toBeNull();
  });
});

describe('a folder of pictures', () => {
  it('is for the server alone, and holds no other files', async () => {
    const folder = join(emptyFolder(), 'avatars');
    const store = new FileAvatarStore(folder);
    await Promise.all([store.put(NAME, new Uint8Array([1])), store.pretend(OTHER, new Uint8Array([1]))]);

    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, NAME)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([NAME]);
  });

  it('takes no name that leads out of it', async () => {
    const store = new FileAvatarStore(emptyFolder());

    for (const name of ['../x.webp', 'a/b.webp', '/etc/passwd', 'x.webp\0', '.webp', '..']) {
      await expect(store.put(name, new Uint8Array([1]))).rejects.toThrow('not the name of a picture');
      await expect(store.get(name)).rejects.toThrow('not the name of a picture');
    }
  });

  it('says so where it can’t be written', async () => {
    const file = join(emptyFolder(), 'a-file');
    writeFileSync(file, '');

    await expect(new FileAvatarStore(join(file, 'avatars')).put(NAME, new Uint8Array([1]))).rejects.toThrow(
      /ENOTDIR|EEXIST/,
    );
  });
});

describe('a bucket of pictures', () => {
  it('says so where the key is unknown, the bucket is not there, or nothing listens', async () => {
    const { location, stop } = await startS3();
    toUndo.push(stop);

    for (const wrong of [{ accessKeyId: 'NOBODY' }, { bucket: 'nothing' }, { endpoint: 'http://127.0.0.1:1' }]) {
      const store = new S3AvatarStore({ ...location, ...wrong });
      await expect(store.put(NAME, new Uint8Array([1]))).rejects.toThrow(/S3|fetch/);
      await expect(store.pretend(NAME, new Uint8Array([1]))).rejects.toThrow(/S3|fetch/);
    }
  });

  it('does not wait for a server that says nothing', async () => {
    const silent: Server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    toUndo.push(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { location, stop } = await startS3();
    toUndo.push(stop);
    const store = new S3AvatarStore({ ...location, endpoint: `http://127.0.0.1:${port}` });
    const startedAt = performance.now();

    await expect(store.put(NAME, new Uint8Array([1]))).rejects.toThrow(/timeout|abort/i);

    expect(performance.now() - startedAt).toBeLessThan(12_000);
  });
});
