import { timingSafeEqual } from 'node:crypto';

/** A hash that another service made, read and found to be one that can be verified here. */
export interface ForeignHash {
  /** @param password its bytes as that service was given them */
  matches(password: Buffer): Promise<boolean>;
}

/** Why a hash can't come along: of no known kind or broken, or so costly that one login would hold a core for seconds. */
export type HashFault = 'UNKNOWN_HASH' | 'COSTLY_HASH';

/** Reads the hashes of one family; null for a text of another one. */
export type ForeignHashReader = (text: string) => ForeignHash | HashFault | null;

/** Fewer bytes could be found by trying, and none at all would match everything. */
const SHORTEST_DIGEST = 16;
const LONGEST_DIGEST = 128;

/** The bytes of a digest in base64, with or without padding; undefined where it is too short to prove anything. */
export function readDigest(text: string): Buffer | undefined {
  const digest = readBase64(text);
  return digest && digest.length >= SHORTEST_DIGEST && digest.length <= LONGEST_DIGEST ? digest : undefined;
}

/** Standard base64 or passlib's, which has `.` for `+`. */
export function readBase64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/.]*={0,2}$/.test(text) ? Buffer.from(text.replaceAll('.', '+'), 'base64') : undefined;
}

/** Takes the same time wherever the two differ. */
export function sameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
