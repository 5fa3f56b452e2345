import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { type ForeignHash, type HashFault, readBase64, readDigest, sameBytes } from './foreign-hash.js';

/** About two seconds of a core; Django 6 writes 1,200,000. */
const MOST_ITERATIONS = 5_000_000;

const derive = promisify(pbkdf2);

/** Django: `pbkdf2_sha256$ITERATIONS$SALT$HASH`, the salt as it stands. */
const DJANGO = /^pbkdf2_(sha1|sha256)\$(\d{1,10})\$([^$]+)\$([^$]+)$/;
/** passlib: `$pbkdf2-sha256$ROUNDS$SALT$HASH`, the salt in base64; `$pbkdf2$` is with SHA-1. */
const PASSLIB = /^\$pbkdf2(?:-(sha256|sha512))?\$(\d{1,10})\$([^$]*)\$([^$]+)$/;

/** PBKDF2 (RFC 8018) as Django and passlib write it. */
export function readPbkdf2(text: string): ForeignHash | HashFault | null {
  if (!text.startsWith('pbkdf2_') && !text.startsWith('$pbkdf2')) return null;
  const django = DJANGO.exec(text);
  const parts = django ?? PASSLIB.exec(text);
  if (!parts) return 'UNKNOWN_HASH';
  const [, hashName = 'sha1', count = '', saltText = '', digestText = ''] = parts;
  const salt = django ? Buffer.from(saltText) : readBase64(saltText);
  const digest = readDigest(digestText);
  const iterations = Number(count);
  if (!salt || !digest || iterations < 1) return 'UNKNOWN_HASH';
  if (iterations > MOST_ITERATIONS) return 'COSTLY_HASH';
  return {
    matches: async (password) => sameBytes(await derive(password, salt, iterations, digest.length, hashName), digest),
  };
}
