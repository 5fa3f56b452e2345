import { readArgon2, storedArgon2 } from './argon2.js';
import { readBcrypt } from './bcrypt.js';
import { readFirebaseScrypt } from './firebase-scrypt.js';
import type { ForeignHash, ForeignHashReader, HashFault } from './foreign-hash.js';
import { readPbkdf2 } from './pbkdf2.js';
import { readScrypt } from './scrypt.js';

/** Another family of hashes is a file beside these, and a line here. */
const readers: readonly ForeignHashReader[] = [readBcrypt, readPbkdf2, readScrypt, readFirebaseScrypt, readArgon2];

/** What the column holds. */
const LONGEST = 512;
/** A NUL in a salt would make PostgreSQL refuse everything that is stored with it. */
const PRINTABLE = /^[\u0021-\u007e]+$/;

/** A hash as it is stored, where it is another service's. */
export function readForeignHash(stored: string): ForeignHash | HashFault {
  for (const read of readers) {
    const found = read(stored);
    if (found !== null) return found;
  }
  return 'UNKNOWN_HASH';
}

/** The form in which a hash that another service wrote is stored, or why it can't be. */
export function acceptForeignHash(text: string): { readonly stored: string } | { readonly fault: HashFault } {
  const stored = storedArgon2(text.trim());
  if (stored.length > LONGEST || !PRINTABLE.test(stored)) return { fault: 'UNKNOWN_HASH' };
  const found = readForeignHash(stored);
  return typeof found === 'string' ? { fault: found } : { stored };
}

/** Those that were made here begin with this, and nothing else does. */
export function isForeignHash(stored: string): boolean {
  return !stored.startsWith('$argon2id$');
}
