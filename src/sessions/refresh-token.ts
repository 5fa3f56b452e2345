import { newSecretToken, tokenFrom } from '../kernel/secrets.js';

/** The session's id in 22 characters and a secret of 256 bits in 43; to clients it is opaque. */
const REFRESH_TOKEN = /^([\w-]{22})[\w-]{43}$/;

export function newRefreshToken(sessionId: string): string {
  return `${Buffer.from(sessionId.replaceAll('-', ''), 'hex').toString('base64url')}${newSecretToken()}`;
}

/** The session that a token names; null for what can't be one. Whether it was ever given out, its digest alone tells. */
export function sessionNamedBy(token: string): string | null {
  const [, session] = REFRESH_TOKEN.exec(token) ?? [];
  if (!session) return null;
  const hex = Buffer.from(session, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The token after this one, which only who holds it can tell of the salt that was stored when it was used. */
export function successorOf(token: string, salt: string): string {
  return `${token.slice(0, 22)}${tokenFrom(token, salt)}`;
}
