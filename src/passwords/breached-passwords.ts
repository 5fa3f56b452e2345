import { createHash } from 'node:crypto';
import { normalizePassword } from './password-rules.js';

/** Knows passwords that were found in breaches, by their SHA-1: that is how they are published. */
export interface BreachedPasswords {
  /** @param sha1 20 bytes */
  includes(sha1: Buffer): Promise<boolean>;
  close(): Promise<void>;
}

/** Whether a list knows the password, as typed or in the form that is hashed here. */
export async function isBreached(password: string, lists: readonly BreachedPasswords[]): Promise<boolean> {
  const spellings = new Set([normalizePassword(password), password]);
  for (const list of lists) {
    for (const spelling of spellings) if (await list.includes(sha1Of(spelling))) return true;
  }
  return false;
}

/** SHA-1 protects nothing here; it is only the key of the public lists. It is never stored or logged. */
function sha1Of(password: string): Buffer {
  return createHash('sha1').update(password).digest();
}
