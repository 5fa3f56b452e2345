import type { UnauthenticatedReason } from '../kernel/refusal.js';

export type Claims = Readonly<Record<string, unknown>>;

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  /** Seconds from `iat` on, whatever `exp` says. */
  readonly longestLife: number;
}

/** What RFC 7519, section 4.1, and RFC 9068, section 4, ask of the claims, without leeway. Null where all is well. */
export function problemWith(claims: Claims, expected: Expected, at: Date): UnauthenticatedReason | null {
  const { iss, aud, sub, sid, iat, nbf, exp } = claims;
  const now = Math.floor(at.getTime() / 1_000);
  const forUs = aud === expected.audience || (Array.isArray(aud) && aud.includes(expected.audience));
  if (iss !== expected.issuer || !forUs || typeof sub !== 'string' || typeof sid !== 'string') return 'TOKEN_INVALID';
  if (typeof iat !== 'number' || typeof exp !== 'number') return 'TOKEN_INVALID';
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now)) return 'TOKEN_INVALID';
  if (exp <= now) return 'TOKEN_EXPIRED';
  if (iat > now) return 'TOKEN_INVALID';
  return now - iat > expected.longestLife ? 'TOKEN_EXPIRED' : null;
}
