import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomFillSync,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';

/** Drawn beforehand, since a draw of few bytes takes as long as one of many. */
const drawn = Buffer.alloc(4_096);
let used = drawn.length;

/** Random bytes that nobody else is given. */
function random(count: number): Buffer {
  if (used + count > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const bytes = Buffer.from(drawn.subarray(used, used + count));
  drawn.fill(0, used, (used += count));
  return bytes;
}

/** A bearer secret, for a link or within a refresh token: 256 random bits in base64url. Shown once, stored as `digestOf` it. */
export function newSecretToken(): string {
  return random(32).toString('base64url');
}

/** What `tokenFrom` makes the next token with. May be stored as it is. */
export function newSalt(): string {
  return random(32).toString('base64url');
}

/** A secret token that can be made anew, but only by who knows both; neither of them alone tells anything of it. */
export function tokenFrom(secret: string, salt: string): string {
  return hash('sha256', `usergraph token ${secret} ${salt}`, 'base64url');
}

/** A code that a person types: six digits, evenly distributed. */
export function newSixDigitCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, '0');
}

/**
 * SHA-256 in base64url. Enough for 256-bit random secrets, which cannot be guessed from a digest. What people choose or
 * type (passwords, six-digit codes) needs more: argon2, or `SecretKey.mac`.
 */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** Compares two digests of one length without telling by time where they differ. */
export function sameDigest(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * The installation's secret (`SECRET_KEY`). Each purpose gets a key of its own by HKDF-SHA-256 (RFC 5869), so that what
 * is sealed for one purpose never opens for another.
 */
export class SecretKey {
  private readonly keys = new Map<string, KeyObject>();

  constructor(private readonly secret: string) {}

  /** A keyed digest, for secrets short enough to be tried out offline. */
  mac(purpose: string, text: string): string {
    return createHmac('sha256', this.keyFor(`mac:${purpose}`))
      .update(text)
      .digest('base64url');
  }

  /** Encrypts and authenticates with AES-256-GCM. */
  seal(purpose: string, text: string): string {
    return seal(this.keyFor(`seal:${purpose}`), text);
  }

  /** Undoes `seal`; throws where the text was sealed with another key or for another purpose, or was changed. */
  open(purpose: string, sealed: string): string {
    return open(this.keyFor(`seal:${purpose}`), sealed);
  }

  private keyFor(label: string): KeyObject {
    let key = this.keys.get(label);
    if (!key) this.keys.set(label, (key = derivedKey(this.secret, label)));
    return key;
  }
}

/** Seals a text so that only who holds `secret` (a token of 256 random bits) can read it. */
export function sealWithToken(secret: string, text: string): string {
  return seal(keyFromToken(secret), text);
}

export function openWithToken(secret: string, sealed: string): string {
  return open(keyFromToken(secret), sealed);
}

/** One hash is enough: a token is as random as a key, and no two of a kind share one. */
function keyFromToken(secret: string): KeyObject {
  return createSecretKey(hash('sha256', `usergraph seal:token ${secret}`, 'buffer'));
}

/** A `KeyObject`, because a cipher takes one in a quarter of the time that it takes for bytes. */
function derivedKey(secret: string, label: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'usergraph', label, 32)));
}

function seal(key: KeyObject, text: string): string {
  const iv = random(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

function open(key: KeyObject, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
