import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import type { Device } from '../support/device.js';
import { RawAnswer } from '../support/raw-request.js';
import { type World, world, type WorldOptions } from '../support/world.js';
import { CreateAvatarUploadDocument, MyAvatarDocument } from '../operations/operations.js';

export type Kind = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif';
export const KINDS: readonly Kind[] = ['png', 'jpeg', 'webp', 'gif', 'avif'];

/** A picture that compresses badly enough to have an inside that can be damaged. */
export async function picture(kind: Kind = 'png', width = 300, height = 200): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const source = sharp({ create: { width, height, channels: 3, background: 'teal', noise } });
  return source.toFormat(kind).toBuffer();
}

/** A fresh ticket of somebody who is signed in. */
export async function ticketOf(device: Device): Promise<string> {
  const { upload, errors } = (await device.asks(CreateAvatarUploadDocument, {})).createAvatarUpload;
  if (!upload) throw new Error(errors.map(({ code }) => code).join());
  return upload.url;
}

/** Sends bytes to a ticket: its URL is what the outside sees, and the test's server listens elsewhere. */
export async function sends(
  here: World,
  url: string,
  bytes: Uint8Array | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const body = typeof bytes === 'string' ? bytes : new Uint8Array(bytes);
  return RawAnswer.of(await fetch(at(here, url), { method: 'PUT', body, headers }));
}

export function at(here: World, url: string): string {
  return url.replace(here.publicUrl, here.url);
}

export async function avatarUrl(device: Device, size?: number): Promise<string | null> {
  const { me } = await device.asks(MyAvatarDocument, size === undefined ? {} : { size });
  return me?.avatarUrl ?? null;
}

/** The files in the store of this world. */
export function files(here: World): string[] {
  return readdirSync(folderOf(here)).sort();
}

export function folderOf(here: World): string {
  const storage = here.options.avatarStorage;
  if (!storage || !('kind' in storage) || storage.kind !== 'folder') throw new Error('no folder');
  return storage.path;
}

/** Alice, signed in, with a ticket. */
export async function aliceWithTicket(
  options: WorldOptions = {},
): Promise<{ here: World; laptop: Device; url: string }> {
  const here = await world(options);
  const laptop = await here.person('Alice').joins();
  return { here, laptop, url: await ticketOf(laptop) };
}
