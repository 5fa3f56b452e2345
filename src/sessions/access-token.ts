import { randomUUID, sign, verify } from 'node:crypto';
import type { Clock } from '../kernel/clock.js';
import type { Duration } from '../kernel/duration.js';
import { RecentMap } from '../kernel/recent-map.js';
import type { UnauthenticatedReason } from '../kernel/refusal.js';
import type { Rights } from '../roles/roles.service.js';
import { type Claims, problemWith } from './access-token-claims.js';
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

/** A token whose signature was found good: that can't change while its key is one of ours. */
interface SignedToken {
  readonly signature?: never;
  readonly kid: string;
  readonly claims: Claims;
}

const TYPE = 'at+jwt';
const ALGORITHM = 'EdDSA';
/** About 1 kB each. */
const SIGNATURES_REMEMBERED = 10_000;
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/**
 * JWT access tokens by RFC 9068, signed with Ed25519 (RFC 8037). They say what a user may do, never who they are.
 *
 * By node:crypto and not by jose, which goes through WebCrypto: its jobs wait in the thread pool behind password hashes,
 * so that a flood of logins would hold up everybody's requests.
 */
export class AccessTokens {
  private readonly signed = new RecentMap<string, SignedToken>(SIGNATURES_REMEMBERED);

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
    const content = `${encoded({ typ: TYPE, alg: ALGORITHM, kid })}.${encoded({
      sid: sessionId,
      roles: rights.roles,
      permissions: rights.permissions,
      admin: rights.admin,
      iss: this.options.issuer,
      aud: this.options.audience,
      sub: userId,
      jti: randomUUID(),
      iat: issuedAt,
      exp: issuedAt + this.lifetimeSeconds,
    })}`;
    return `${content}.${sign(null, Buffer.from(content), key).toString('base64url')}`;
  }

  /**
   * Checks a token as RFC 8725 asks: one algorithm, one type, our issuer and audience, our own keys by `kid` alone
   * (`jku`, `jwk` and their kin are ignored), no leeway. Whether the session still lives is for the caller to ask.
   *
   * That a signature is good is remembered (checking it costs about as much CPU as all the rest of a small query); its
   * times are looked at each time, and so is whether its key is still one of ours.
   */
  async verify(token: string): Promise<VerifiedAccessToken> {
    const signed: SignedToken | UncheckedToken | null = this.signed.get(token) ?? parsed(token);
    const key = signed && (await this.keys.verifying(signed.kid));
    if (!signed || !key) return { ok: false, reason: 'TOKEN_INVALID' };
    if (signed.signature) {
      if (!verify(null, signed.content, key, signed.signature)) return { ok: false, reason: 'TOKEN_INVALID' };
      this.signed.set(token, { kid: signed.kid, claims: signed.claims });
    }
    const { issuer, audience } = this.options;
    const expected = { issuer, audience, longestLife: this.lifetimeSeconds };
    const problem = problemWith(signed.claims, expected, this.clock.now());
    if (problem !== null) return { ok: false, reason: problem };
    return { ok: true, claims: { userId: String(signed.claims['sub']), sessionId: String(signed.claims['sid']) } };
  }
}

interface UncheckedToken {
  readonly kid: string;
  readonly claims: Claims;
  readonly content: Buffer;
  readonly signature: Buffer;
}

/** Null for what is not a token of this kind. A header that names critical extensions is one we don't understand (RFC 7515, section 4.1.11). */
function parsed(token: string): UncheckedToken | null {
  const [, header = '', claims = '', signature = ''] = COMPACT.exec(token) ?? [];
  const head = jsonObject(header);
  const claimed = jsonObject(claims);
  const bytes = Buffer.from(signature, 'base64url');
  if (!head || !claimed || bytes.toString('base64url') !== signature) return null;
  const { typ, alg, kid } = head;
  if (typ !== TYPE || alg !== ALGORITHM || typeof kid !== 'string' || 'crit' in head) return null;
  return { kid, claims: claimed, content: Buffer.from(`${header}.${claims}`), signature: bytes };
}

function jsonObject(base64url: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
