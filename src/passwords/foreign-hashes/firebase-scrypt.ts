import { createCipheriv } from 'node:crypto';
import { type ForeignHash, type HashFault, readBase64, readDigest, sameBytes } from './foreign-hash.js';
import { costFault, deriveScrypt } from './scrypt.js';

/** What a Firebase project hashes with, from its console ("Password hash parameters"). Binary values are in base64. */
export interface FirebaseHashConfig {
  readonly signerKey: string;
  readonly saltSeparator: string;
  /** The r of scrypt. */
  readonly rounds: number;
  /** The logarithm of its N. */
  readonly memoryCost: number;
}

const FORM = /^\$firebase-scrypt\$ln=(\d{1,2}),r=(\d{1,4})\$([^$]*)\$([^$]*)\$([^$]+)\$([^$]+)$/;
const KEY_LENGTH = 32;

/** All that verifying needs in one text: Firebase itself keeps the parameters of a project apart from the hashes. */
export function firebaseHash(
  { signerKey, saltSeparator, rounds, memoryCost }: FirebaseHashConfig,
  salt: string,
  hash: string,
): string {
  const parts = [salt, saltSeparator, signerKey, hash].map(standardBase64);
  return ['', 'firebase-scrypt', `ln=${memoryCost},r=${rounds}`, ...parts].join('$');
}

/** Firebase's own scrypt: the derived key encrypts the project's signer key, and the result is the hash. */
export function readFirebaseScrypt(text: string): ForeignHash | HashFault | null {
  if (!text.startsWith('$firebase-scrypt$')) return null;
  const [, ln = '', r = '', ...texts] = FORM.exec(text) ?? [];
  const [salt, separator, signerKey] = texts.slice(0, 3).map(readBase64);
  const digest = readDigest(texts[3] ?? '');
  if (!salt || !separator || !signerKey || !digest || signerKey.length !== digest.length) return 'UNKNOWN_HASH';
  const cost = { N: 2 ** Number(ln), r: Number(r), p: 1 };
  return (
    costFault(cost) ?? {
      async matches(password) {
        const key = await deriveScrypt(password, Buffer.concat([salt, separator]), KEY_LENGTH, cost);
        // Every hash has a key of its own from its salt, so the constant counter is never used twice with one key.
        const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
        return sameBytes(Buffer.concat([cipher.update(signerKey), cipher.final()]), digest);
      },
    }
  );
}

/** Firebase's interfaces write base64url in some places and base64 in others. */
function standardBase64(text: string): string {
  return text.trim().replaceAll('-', '+').replaceAll('_', '/');
}
