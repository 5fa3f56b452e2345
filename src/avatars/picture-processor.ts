import { availableParallelism } from 'node:os';
import type sharp from 'sharp';
import { Gate } from '../kernel/gate.js';
import type { Logger } from '../kernel/logger.js';
import { AVATAR_SIZES, type AvatarSize, type AvatarSquares } from './avatar-store.js';
import { holdsMarkup, isWholePicture, type PictureKind, pictureKindOf, sidesOfGif } from './picture-bytes.js';

export type PictureProblem = 'NOT_A_PICTURE' | 'UNREADABLE_PICTURE' | 'TOO_MANY_PIXELS' | 'BUSY' | 'NO_DECODER';

export type Processed =
  { readonly ok: true; readonly squares: AvatarSquares } | { readonly ok: false; readonly problem: PictureProblem };

/** A photo of 24 megapixels passes. Decoded, with an alpha channel and 16 bits a channel, it takes 200 MB. */
export const MAX_PIXELS = 25_000_000;
const LONGEST_SIDE = 16_384;
const LARGEST = AVATAR_SIZES[2];
const SECONDS_A_PICTURE = 10;
const QUALITY = 82;

/** Decoding runs in Node.js's thread pool, which password hashes need too. */
const AT_ONCE = availableParallelism() < 4 ? 1 : 2;
const QUEUE = 16;

type Sharp = typeof sharp;

/**
 * Makes WebP squares of any picture: upright, in sRGB, the first frame of several, and with nothing of the file but its
 * pixels. All of it happens outside of the event loop, a few at once; the queue refuses when it is full.
 */
export class PictureProcessor {
  private readonly gate = new Gate(AT_ONCE);
  private loaded: Promise<Sharp> | undefined;

  /** @param decoder its binary is an optional dependency: an installation may have come without it */
  constructor(
    private readonly logger: Logger,
    private readonly decoder = (): Promise<{ readonly default: Sharp }> => import('sharp'),
  ) {}

  async process(bytes: Buffer): Promise<Processed> {
    const kind = pictureKindOf(bytes);
    if (kind === null || holdsMarkup(bytes)) return { ok: false, problem: 'NOT_A_PICTURE' };
    if (!isWholePicture(bytes, kind)) return { ok: false, problem: 'UNREADABLE_PICTURE' };
    if (kind === 'gif' && isTooLarge(sidesOfGif(bytes))) return { ok: false, problem: 'TOO_MANY_PIXELS' };
    if (this.gate.waiting >= QUEUE) return { ok: false, problem: 'BUSY' };
    return this.gate.pass(async () => {
      const decoder = await this.load().catch((error: unknown) => {
        this.logger.error('pictures can not be decoded: sharp is missing; install without --omit=optional', { error });
        return null;
      });
      if (decoder === null) return { ok: false, problem: 'NO_DECODER' };
      try {
        return await decode(decoder, bytes, kind);
      } catch (error) {
        this.logger.debug('a picture could not be decoded', { kind, error });
        return { ok: false, problem: 'UNREADABLE_PICTURE' };
      }
    });
  }

  /** When the first picture comes: most requests never need it. */
  private load(): Promise<Sharp> {
    this.loaded ??= this.decoder().then(({ default: loaded }) => {
      loaded.cache(false);
      loaded.concurrency(1);
      return loaded;
    });
    return this.loaded;
  }
}

function isTooLarge({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width * height > MAX_PIXELS || Math.max(width, height) > LONGEST_SIDE;
}

async function decode(open: Sharp, bytes: Buffer, kind: PictureKind): Promise<Processed> {
  const input = { failOn: 'error', limitInputPixels: MAX_PIXELS, pages: 1, sequentialRead: true } as const;
  // Reads the header alone. The decoder's own limit below holds where a header lies.
  const { format, compression, ...sides } = await open(bytes, { ...input, limitInputPixels: false }).metadata();
  const expected = kind === 'avif' ? format === 'heif' && compression === 'av1' : format === kind;
  if (!expected) return { ok: false, problem: 'NOT_A_PICTURE' };
  if (isTooLarge(sides)) return { ok: false, problem: 'TOO_MANY_PIXELS' };
  // By way of bare pixels: no metadata can come along.
  const { data, info } = await open(bytes, input)
    .autoOrient()
    .resize(LARGEST, LARGEST, { fit: 'cover' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .timeout({ seconds: SECONDS_A_PICTURE })
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const squares = new Map<AvatarSize, Uint8Array>();
  for (const size of AVATAR_SIZES) {
    squares.set(size, await open(data, { raw }).resize(size, size).webp({ quality: QUALITY }).toBuffer());
  }
  return { ok: true, squares };
}
