import { type FileHandle, open } from 'node:fs/promises';
import type { BreachedPasswords } from './breached-passwords.js';

/*
 * A blocked Bloom filter: each password sets eight bits of one block of 64 bytes, so that a look-up is one read. With 16
 * bits a password about one in a thousand good passwords is taken for a breached one, and no breached one is missed.
 *
 * File: 32 bytes of head (magic, number of blocks, number of passwords), then the blocks. The block is told by the first
 * eight bytes of the SHA-1, in order, so a sorted list fills the file from front to back; the bits by the other twelve.
 */
const MAGIC = 'UGBREACH';
export const HEAD_BYTES = 32;
export const BLOCK_BYTES = 64;
export const BITS_PER_PASSWORD = 16;
const BITS = 8;
/** 512 bits in a block. */
const BIT_NUMBER_BITS = 9n;

export function headOf(blocks: number, passwords: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC, 'latin1');
  head.writeBigUInt64LE(BigInt(blocks), 8);
  head.writeBigUInt64LE(BigInt(passwords), 16);
  return head;
}

/** In which block the bits of a password stand. */
export function blockOf(sha1: Buffer, blocks: number): number {
  return Number((sha1.readBigUInt64BE(0) * BigInt(blocks)) >> 64n);
}

export function bitsOf(sha1: Buffer): number[] {
  let rest = (sha1.readBigUInt64BE(8) << 32n) | BigInt(sha1.readUInt32BE(16));
  return Array.from({ length: BITS }, () => {
    const bit = Number(rest & ((1n << BIT_NUMBER_BITS) - 1n));
    rest >>= BIT_NUMBER_BITS;
    return bit;
  });
}

/** Reads one block of the file for each question, and keeps nothing of it in memory: the file may have gigabytes. */
export class BreachedFilter implements BreachedPasswords {
  private constructor(
    private readonly file: FileHandle,
    private readonly blocks: number,
  ) {}

  /** @throws Error where the file is missing or not such a filter, in words for who runs the server */
  static async open(path: string): Promise<BreachedFilter> {
    const file = await open(path).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`The file of breached passwords ${path} can't be read (${error.code ?? error.message}).`);
    });
    const head = Buffer.alloc(HEAD_BYTES);
    await file.read(head, 0, HEAD_BYTES, 0);
    const blocks = Number(head.readBigUInt64LE(8));
    const { size } = await file.stat();
    if (head.toString('latin1', 0, 8) === MAGIC && blocks > 0 && size === HEAD_BYTES + blocks * BLOCK_BYTES) {
      return new BreachedFilter(file, blocks);
    }
    await file.close();
    throw new Error(`${path} is no file of breached passwords: make one with "npm run breached -- build LIST".`);
  }

  async includes(sha1: Buffer): Promise<boolean> {
    const block = Buffer.alloc(BLOCK_BYTES);
    await this.file.read(block, 0, BLOCK_BYTES, HEAD_BYTES + blockOf(sha1, this.blocks) * BLOCK_BYTES);
    return bitsOf(sha1).every((bit) => ((block[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
