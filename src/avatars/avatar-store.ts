/** The sides of the squares that are kept of each picture, in pixels, smallest first. */
export const AVATAR_SIZES = [64, 256, 512] as const;

export type AvatarSize = (typeof AVATAR_SIZES)[number];

/** One picture in all of its sizes, as WebP. */
export type AvatarSquares = ReadonlyMap<AvatarSize, Uint8Array>;

/**
 * Where the files of pictures are kept. Names are made by the server (`avatarFileName`), so they hold nothing that a
 * path could be built from. Every method fails where the store can't be reached, rather than to wait for ever.
 */
export interface AvatarStore {
  /** The file is there as a whole or not at all, also after a crash. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Does the work of `put`, with the same failures, and keeps nothing. */
  pretend(name: string, bytes: Uint8Array): Promise<void>;
  /** Null where there is none. */
  get(name: string): Promise<Uint8Array | null>;
  /** Quiet where there is none. */
  delete(name: string): Promise<void>;
}

/** Changes with the picture, so that it may be cached for ever. */
export function avatarFileName(pictureId: string, size: AvatarSize): string {
  return `${pictureId}-${size}.webp`;
}

const FILE_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(?:64|256|512)\.webp$/;

/** The picture that a name from outside is of; null for what can't be such a name. */
export function pictureIdOf(fileName: string): string | null {
  return FILE_NAME.exec(fileName)?.[1] ?? null;
}

/** The smallest that is large enough, or the largest. */
export function avatarSizeFor(pixels: number): AvatarSize {
  return AVATAR_SIZES.find((size) => size >= pixels) ?? 512;
}
