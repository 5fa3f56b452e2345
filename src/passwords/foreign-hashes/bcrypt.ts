import { createHash, createHmac } from 'node:crypto';
import type { ForeignHash, HashFault } from './foreign-hash.js';

/** Two and a half seconds of a core; each step up doubles it. */
const HIGHEST_COST = 15;
const LOWEST_COST = 4;
/** bcrypt reads no more of a password than that. */
const LONGEST_KEY = 72;

/**
 * `$2x$` is left out: it marks hashes of an implementation that mixed up letters outside of ASCII, and nobody computes
 * those any more.
 */
const BCRYPT = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const PASSLIB_SHA256 =
  /^\$bcrypt-sha256\$(?:v=(2),t=2b,r=(\d{1,2})|2[ab],(\d{1,2}))\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/;
const DJANGO = 'bcrypt$';
const DJANGO_SHA256 = 'bcrypt_sha256$';

type Key = (password: Buffer) => Buffer | null;

/** bcrypt, bare or over a SHA-256 of the password, as it stands everywhere and as Django and passlib write it. */
export function readBcrypt(text: string): ForeignHash | HashFault | null {
  if (text.startsWith('$2')) return plain(text, cutKey);
  if (text.startsWith(DJANGO)) return plain(text.slice(DJANGO.length), cutKey);
  if (text.startsWith(DJANGO_SHA256)) return plain(text.slice(DJANGO_SHA256.length), hexKey);
  return text.startsWith('$bcrypt-sha256$') ? readPasslibSha256(text) : null;
}

function readPasslibSha256(text: string): ForeignHash | HashFault {
  const parts = PASSLIB_SHA256.exec(text);
  if (!parts) return 'UNKNOWN_HASH';
  const [, version, rounds, oldRounds = '', salt = '', digest = ''] = parts;
  const cost = (rounds ?? oldRounds).padStart(2, '0');
  return plain(`$2b$${cost}$${salt}${digest}`, version === '2' ? keyWithSalt(salt) : base64Key);
}

function plain(text: string, key: Key): ForeignHash | HashFault {
  const [, costText = '', salt = '', digest = ''] = BCRYPT.exec(text) ?? [];
  const cost = Number(costText);
  if (cost < LOWEST_COST) return 'UNKNOWN_HASH';
  if (cost > HIGHEST_COST) return 'COSTLY_HASH';
  // The letters tell of mended mistakes with long keys, which `cutKey` keeps away; the library knows `a` and `b` alone.
  const hash = `$2b$${costText}$${salt}${digest}`;
  return {
    async matches(password) {
      const bytes = key(password);
      if (bytes === null) return false;
      // Native, and in the thread pool: in JavaScript it would hold the event loop for hundreds of milliseconds.
      const { default: bcrypt } = await import('bcrypt');
      return bcrypt.compare(bytes, hash);
    },
  };
}

/** A NUL ends the key in C, so that all passwords alike up to it would match; those who hash refuse it. */
function cutKey(password: Buffer): Buffer | null {
  return password.includes(0) ? null : password.subarray(0, LONGEST_KEY);
}

function hexKey(password: Buffer): Buffer {
  return Buffer.from(createHash('sha256').update(password).digest('hex'));
}

function base64Key(password: Buffer): Buffer {
  return Buffer.from(createHash('sha256').update(password).digest('base64'));
}

function keyWithSalt(salt: string): Key {
  return (password) => Buffer.from(createHmac('sha256', salt).update(password).digest('base64'));
}
