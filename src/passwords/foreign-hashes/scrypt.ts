import { scrypt } from 'node:crypto';
import { type ForeignHash, type HashFault, readBase64, readDigest, sameBytes } from './foreign-hash.js';

/** The parameters of RFC 7914. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const MOST_MEMORY = 256 * 2 ** 20;
/** Blocks that are mixed in all: about two seconds of a core. passlib's default is an eighth of it. */
const MOST_WORK = 2 ** 22;

/** Django: `scrypt$N$SALT$r$p$HASH`, the salt as it stands. */
const DJANGO = /^scrypt\$(\d{1,10})\$([^$]+)\$(\d{1,4})\$(\d{1,4})\$([^$]+)$/;
/** passlib: `$scrypt$ln=16,r=8,p=1$SALT$HASH`, the salt in base64. */
const PASSLIB = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([^$]*)\$([^$]+)$/;

/** scrypt as Django and passlib write it. */
export function readScrypt(text: string): ForeignHash | HashFault | null {
  if (!text.startsWith('scrypt$') && !text.startsWith('$scrypt$')) return null;
  const parsed = parse(text);
  if (!parsed) return 'UNKNOWN_HASH';
  const { cost, salt, digest } = parsed;
  const fault = costFault(cost);
  if (fault) return fault;
  return { matches: async (password) => sameBytes(await deriveScrypt(password, salt, digest.length, cost), digest) };
}

function parse(text: string): { cost: ScryptCost; salt: Buffer; digest: Buffer } | null {
  const django = DJANGO.exec(text);
  const [, count = '', saltText = '', r = '', p = '', digestText = ''] = django ?? inDjangoOrder(PASSLIB.exec(text));
  const salt = django ? Buffer.from(saltText) : readBase64(saltText);
  const digest = readDigest(digestText);
  const N = django ? Number(count) : 2 ** Number(count);
  return salt && digest ? { cost: { N, r: Number(r), p: Number(p) }, salt, digest } : null;
}

function inDjangoOrder(parts: RegExpExecArray | null): readonly string[] {
  if (!parts) return [];
  const [whole, ln = '', r = '', p = '', salt = '', digest = ''] = parts;
  return [whole, ln, salt, r, p, digest];
}

export function costFault({ N, r, p }: ScryptCost): HashFault | null {
  if (N < 2 || !Number.isInteger(Math.log2(N)) || r < 1 || p < 1) return 'UNKNOWN_HASH';
  return 128 * N * r > MOST_MEMORY || N * r * p > MOST_WORK ? 'COSTLY_HASH' : null;
}

export function deriveScrypt(password: Buffer, salt: Buffer, length: number, cost: ScryptCost): Promise<Buffer> {
  const maxmem = 2 * MOST_MEMORY;
  return new Promise((resolve, reject) =>
    scrypt(password, salt, length, { ...cost, maxmem }, (error, key) => (error ? reject(error) : resolve(key))),
  );
}
