import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AvatarStore } from './avatar-store.js';

/** Pictures in one folder that nobody else may read. For one instance, or several that share the folder. */
export class FileAvatarStore implements AvatarStore {
  private readonly folder: string;

  /** @param folder made when the first picture comes */
  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const written = await this.write(bytes);
    try {
      await rename(written, this.pathOf(name));
    } catch (error) {
      await rm(written, { force: true });
      throw error;
    }
  }

  async pretend(_name: string, bytes: Uint8Array): Promise<void> {
    await rm(await this.write(bytes));
  }

  async get(name: string): Promise<Uint8Array | null> {
    try {
      return await readFile(this.pathOf(name));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  /** Under another name until all of it is on the disk: a crash leaves no half of a picture under its own. */
  private async write(bytes: Uint8Array): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `.${randomUUID()}.part`);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return path;
  }

  private pathOf(name: string): string {
    // Names come from `avatarFileName` alone; should one ever not, it still stays in the folder.
    if (!/^[\w-]+\.webp$/.test(name)) throw new Error('not the name of a picture');
    return join(this.folder, name);
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' || code === 'ENOTDIR';
}
