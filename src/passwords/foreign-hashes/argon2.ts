import { type ForeignHash, type HashFault, readDigest } from './foreign-hash.js';

/** KiB. */
const MOST_MEMORY = 256 * 1024;
/** KiB times passes: about a second of a core. */
const MOST_WORK = 1024 * 1024;
const MOST_LANES = 16;

const PHC =
  /^\$argon2(?:id|i|d)\$(?:v=(?:16|19)\$)?([a-z]=\d{1,9}(?:,[a-z]=\d{1,9}){2})\$([A-Za-z0-9+/]{11,})\$([^$]+)$/;

/**
 * How an argon2 hash of another service is kept, which is also how Django writes it. Ours begin with `$argon2id$` and are
 * of the NFKC form of the password; theirs are of its bytes as they came.
 */
const PREFIX = 'argon2';

export function storedArgon2(text: string): string {
  return text.startsWith('$argon2') ? `${PREFIX}${text}` : text;
}

/** argon2 (RFC 9106) in each variant and with whatever parameters the hash names. */
export function readArgon2(text: string): ForeignHash | HashFault | null {
  if (!text.startsWith(`${PREFIX}$argon2`)) return null;
  const phc = text.slice(PREFIX.length);
  const [, parameters = '', , digest = ''] = PHC.exec(phc) ?? [];
  const cost = new Map(parameters.split(',').map((parameter) => [parameter.charAt(0), Number(parameter.slice(2))]));
  const [m, t, p] = ['m', 't', 'p'].map((name) => cost.get(name) ?? 0);
  // RFC 9106 asks for eight KiB a lane.
  if (!m || !t || !p || m < 8 * p || !readDigest(digest)) return 'UNKNOWN_HASH';
  if (m > MOST_MEMORY || m * t > MOST_WORK || p > MOST_LANES) return 'COSTLY_HASH';
  return {
    async matches(password) {
      const { verify } = await import('argon2');
      return verify(phc, password);
    },
  };
}
