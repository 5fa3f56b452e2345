import { type EmailAddress, parseEmailAddress } from '../email-addresses/email-address.js';
import { ProviderFailure } from './provider-failure.js';

/** What a provider says of somebody, checked. */
export interface IdentityClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly email: EmailAddress | null;
  /** Exactly true at the provider: "true", 1 and nothing at all are not. */
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly locale: string | null;
  readonly expiresAt: Date;
}

/** OpenID Connect Core, section 2: at most 255 characters of ASCII. */
const SUBJECT = /^[\u0020-\u007e]{1,255}$/;

/** @throws ProviderFailure where there is no usable subject */
export function identityClaims(issuer: string, claims: Readonly<Record<string, unknown>>): IdentityClaims {
  const { sub, email, email_verified: emailVerified, exp } = claims;
  if (typeof sub !== 'string' || !SUBJECT.test(sub) || issuer.length > 255)
    throw new ProviderFailure('identity_rejected', 'the token names nobody');
  return {
    issuer,
    subject: sub,
    email: typeof email === 'string' ? parseEmailAddress(email) : null,
    emailVerified: emailVerified === true,
    name: text(claims['name']),
    locale: text(claims['locale']),
    expiresAt: new Date(Number(exp) * 1_000),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
