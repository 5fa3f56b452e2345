import { randomUUID } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../kernel/clock.js';
import type { Duration } from '../kernel/duration.js';
import type { UnauthenticatedReason } from '../kernel/refusal.js';
import type { Rights } from '../roles/roles.service.js';
import type { SigningKeys } from './signing-keys.service.js';

export interface AccessTokenOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly lifetime: Duration;
}

export interface AccessTokenClaims {
  readonly userId: string;
  readonly sessionId: string;
}

export type VerifiedAccessToken =
  | { readonly ok: true; readonly claims: AccessTokenClaims }
  | { readonly ok: false; readonly reason: UnauthenticatedReason };

const TYPE = 'at+jwt';
const ALGORITHM = 'EdDSA';

/** JWT access tokens by RFC 9068, signed with Ed25519 (RFC 8037). They say what a user may do, never who they are. */
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    private readonly options: AccessTokenOptions,
  ) {}

  get lifetimeSeconds(): number {
    return this.options.lifetime / 1_000;
  }

  async sign({ userId, sessionId }: AccessTokenClaims, rights: Rights): Promise<string> {
    const { kid, key } = await this.keys.current();
    const issuedAt = Math.floor(this.clock.now().getTime() / 1_000);
    return new SignJWT({ sid: sessionId, roles: rights.roles, permissions: rights.permissions, admin: rights.admin })
      .setProtectedHeader({ typ: TYPE, alg: ALGORITHM, kid })
      .setIssuer(this.options.issuer)
      .setAudience(this.options.audience)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.lifetimeSeconds)
      .sign(key);
  }

  /**
   * Checks a token as RFC 8725 asks: one algorithm, one type, our issuer and audience, our own keys by `kid` alone
   * (`jku`, `jwk` and their kin are ignored), no leeway. Whether the session still lives is for the caller to ask.
   */
  async verify(token: string): Promise<VerifiedAccessToken> {
    try {
      const { kid } = decodeProtectedHeader(token);
      const key = kid === undefined ? undefined : await this.keys.verifying(kid);
      if (key === undefined) return { ok: false, reason: 'TOKEN_INVALID' };
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: this.options.issuer,
        audience: this.options.audience,
        requiredClaims: ['sub', 'sid', 'iat', 'exp'],
        // Also refuses a token from the future.
        maxTokenAge: this.lifetimeSeconds,
        currentDate: this.clock.now(),
      });
      return { ok: true, claims: { userId: String(payload.sub), sessionId: String(payload['sid']) } };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { ok: false, reason: 'TOKEN_EXPIRED' };
      if (error instanceof errors.JOSEError || error instanceof TypeError)
        return { ok: false, reason: 'TOKEN_INVALID' };
      throw error;
    }
  }
}
