import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { BITS_PER_PASSWORD, bitsOf, BLOCK_BYTES, blockOf, HEAD_BYTES, headOf } from './breached-filter.js';

export interface BuildProgress {
  readonly passwords: number;
  /** Of the list that was read so far, from 0 to 1. */
  readonly done: number;
}

const LINE = /^([0-9a-f]{40})(?::(\d+))?$/i;
const SAMPLE_BYTES = 1 << 20;
const PROGRESS_EVERY = 10_000_000;
/** Divides into whole blocks. */
const SEGMENT_BYTES = 4 << 20;
/** With the file's other segments on disk, half a gigabyte is held at most. */
const SEGMENTS_IN_MEMORY = 128;

/**
 * Makes a filter of a list of SHA-1 digests (`HASH:COUNT` a line, the format of the public lists), in any order; a sorted
 * one is fastest. The file takes its name when it is finished.
 *
 * @returns how many passwords it knows
 * @throws Error at a line that is none of the format
 */
export async function buildBreachedFilter(
  list: string,
  out: string,
  onProgress: (progress: BuildProgress) => void = () => {},
): Promise<number> {
  const { size } = await stat(list);
  const expected = Math.ceil(size / (await lineLength(list)));
  const blocks = Math.max(1, Math.ceil((expected * BITS_PER_PASSWORD) / (8 * BLOCK_BYTES)));
  const unfinished = `${out}.unfinished`;
  const file = await open(unfinished, 'w+');
  try {
    await file.truncate(HEAD_BYTES + blocks * BLOCK_BYTES);
    const passwords = await fill(list, new Segments(file), blocks, (read) =>
      onProgress({ passwords: read, done: Math.min(1, read / Math.max(1, expected)) }),
    );
    await file.write(headOf(blocks, passwords), 0, HEAD_BYTES, 0);
    await file.sync();
    await file.close();
    await rename(unfinished, out);
    return passwords;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function fill(
  list: string,
  segments: Segments,
  blocks: number,
  onProgress: (passwords: number) => void,
): Promise<number> {
  let passwords = 0;
  let lineNumber = 0;
  for await (const line of createInterface({ input: createReadStream(list), crlfDelay: Infinity })) {
    lineNumber += 1;
    if (line === '') continue;
    const [, hash, count] = LINE.exec(line) ?? [];
    if (hash === undefined)
      throw new Error(`Line ${lineNumber} is not of the form HASH:COUNT with a SHA-1 in hexadecimal.`);
    // Some lists are padded with digests of nothing.
    if (count !== undefined && Number(count) === 0) continue;
    const sha1 = Buffer.from(hash, 'hex');
    const loading = segments.set(blockOf(sha1, blocks), bitsOf(sha1));
    if (loading) await loading;
    passwords += 1;
    if (passwords % PROGRESS_EVERY === 0) onProgress(passwords);
  }
  await segments.flush();
  return passwords;
}

/** Of the first lines; the others are as long, but for their counts. */
async function lineLength(list: string): Promise<number> {
  const file = await open(list);
  try {
    const sample = Buffer.alloc(SAMPLE_BYTES);
    const { bytesRead } = await file.read(sample, 0, SAMPLE_BYTES, 0);
    const lines = sample.toString('latin1', 0, bytesRead).split('\n').length;
    return Math.max(1, bytesRead / Math.max(1, lines));
  } finally {
    await file.close();
  }
}

/** The parts of the file that were touched last. */
class Segments {
  private readonly loaded = new Map<number, Buffer>();

  constructor(private readonly file: FileHandle) {}

  /** Returns a promise only where a part must be fetched first: a billion of them would take their time. */
  set(block: number, bits: readonly number[]): Promise<void> | null {
    const [segment, offset] = [
      Math.floor((block * BLOCK_BYTES) / SEGMENT_BYTES),
      (block * BLOCK_BYTES) % SEGMENT_BYTES,
    ];
    const bytes = this.loaded.get(segment);
    if (!bytes) return this.load(segment).then((fetched) => mark(fetched, offset, bits));
    mark(bytes, offset, bits);
    return null;
  }

  async flush(): Promise<void> {
    for (const segment of this.loaded.keys()) await this.store(segment);
  }

  private async load(segment: number): Promise<Buffer> {
    const [oldest] = this.loaded.keys();
    if (this.loaded.size >= SEGMENTS_IN_MEMORY && oldest !== undefined) await this.store(oldest);
    const bytes = Buffer.alloc(SEGMENT_BYTES);
    const { bytesRead } = await this.file.read(bytes, 0, SEGMENT_BYTES, HEAD_BYTES + segment * SEGMENT_BYTES);
    const filled = bytes.subarray(0, bytesRead);
    this.loaded.set(segment, filled);
    return filled;
  }

  private async store(segment: number): Promise<void> {
    const bytes = this.loaded.get(segment);
    if (bytes) await this.file.write(bytes, 0, bytes.length, HEAD_BYTES + segment * SEGMENT_BYTES);
    this.loaded.delete(segment);
  }
}

function mark(bytes: Buffer, offset: number, bits: readonly number[]): void {
  for (const bit of bits) {
    const index = offset + (bit >> 3);
    bytes[index] = (bytes[index] ?? 0) | (1 << (bit & 7));
  }
}
