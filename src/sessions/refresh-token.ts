import { newSecretToken, tokenFrom } from '../kernel/secrets.js';

/** The session's id in 22 characters, and a secret of 256 random bits in 43; to clients it is opaque. */
const REFRESH_TOKEN = /^([\w-]{22})[\w-]{43}$/;
const PARTS_OF_AN_ID = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

export function newRefreshToken(sessionId: string): string {
  return `${Buffer.from(sessionId.replaceAll('-', ''), 'hex').toString('base64url')}${newSecretToken()}`;
}

/** The session that a token names; null for what can't be one. Whether it was ever given out, its digest alone tells. */
export function sessionNamedBy(token: string): string | null {
  const [, session] = REFRESH_TOKEN.exec(token) ?? [];
  return session ? Buffer.from(session, 'base64url').toString('hex').replace(PARTS_OF_AN_ID, '$1-$2-$3-$4-$5') : null;
}

/** The token after this one, which only who holds it can tell of the salt that was stored when it was used. */
export function successorOf(token: string, salt: string): string {
  return `${token.slice(0, 22)}${tokenFrom(token, salt)}`;
}
