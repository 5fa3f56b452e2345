import { createRemoteJWKSet, customFetch as joseFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import type { Clock } from '../kernel/clock.js';
import { after, type Duration, hours, seconds } from '../kernel/duration.js';
import { type IdentityClaims, identityClaims } from './identity-claims.js';
import { ProviderFailure } from './provider-failure.js';
import { isSafeUrl, providerFetch } from './provider-fetch.js';

/** An OpenID Connect provider, as an installation is registered with it. */
export interface IdentityProviderOptions {
  /** Stands in the URLs: `/auth/ID`. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Ids of the installation's own apps: ID tokens that those asked for are taken too (claim `azp`). */
  readonly appClientIds?: readonly string[];
}

/** How patient this server is with providers. */
export interface ProviderLimits {
  /** For everything that one step of a sign-in asks of the provider, together. */
  readonly timeout: Duration;
  /** How long after a look at its keys an unknown key is not looked for again. */
  readonly keyCooldown: Duration;
}

export const DEFAULT_LIMITS: ProviderLimits = { timeout: seconds(5), keyCooldown: seconds(5) };

/** What the callback must be held against. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

interface Discovered {
  readonly server: oidc.ServerMetadata;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
  readonly staleAt: Date;
}

const REDISCOVER_AFTER: Duration = hours(1);
const CLOCK_TOLERANCE_SECONDS = 30;
/** By public key alone: `none` proves nothing, and an HMAC could be made by whoever knows the client secret (RFC 8725, 3.1). */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const GOOGLE = 'https://accounts.google.com';

/** One provider: what it publishes is asked for when it is first needed, so that one that is down stops no start. */
export class OidcProvider {
  readonly id: string;
  readonly name: string;
  private readonly fetch;
  private discovered: Discovered | undefined;
  private discovering: Promise<Discovered> | undefined;

  constructor(
    private readonly options: IdentityProviderOptions,
    private readonly redirectUri: string,
    private readonly clock: Clock,
    private readonly limits: ProviderLimits,
  ) {
    this.id = options.id;
    this.name = options.name;
    this.fetch = providerFetch(limits.timeout);
  }

  /** Where the browser goes to sign in. @throws ProviderFailure */
  async authorizationUrl({ state, nonce, verifier }: Checks): Promise<string> {
    return this.inTime(async () => {
      const url = oidc.buildAuthorizationUrl(this.configuration(await this.discovery()), {
        redirect_uri: this.redirectUri,
        response_type: 'code',
        scope: this.options.scopes.join(' '),
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      if (!isSafeUrl(url.href))
        throw new ProviderFailure('provider_unavailable', 'the provider has no safe sign-in page');
      return url.href;
    });
  }

  /** Trades what the callback URL carries for who came back. @throws ProviderFailure */
  async redeem(callback: URLSearchParams, { state, nonce, verifier }: Checks): Promise<IdentityClaims> {
    return this.inTime(async () => {
      const discovered = await this.discovery();
      const configuration = this.configuration(discovered);
      const currentUrl = new URL(this.redirectUri);
      currentUrl.search = callback.toString();
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await oidc.authorizationCodeGrant(configuration, currentUrl, checks);
      // openid-client relies on TLS for a token that comes from the token endpoint; the signature is checked all the same.
      const payload = await this.verify(discovered, tokens.id_token ?? '');
      if (payload.nonce !== nonce) throw new ProviderFailure('identity_rejected', 'the nonce is another');
      const claims = identityClaims(discovered.server.issuer, payload);
      if (claims.email !== null || !discovered.server.userinfo_endpoint) return claims;
      const more = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.subject);
      return identityClaims(discovered.server.issuer, { ...more, sub: claims.subject, exp: payload.exp });
    });
  }

  /**
   * Who an ID token speaks of that a client got by itself. A token with a nonce was asked for by somebody who knows it:
   * without it, it is not taken.
   *
   * @throws ProviderFailure
   */
  async verifyIdToken(idToken: string, nonce: string | null): Promise<IdentityClaims> {
    return this.inTime(async () => {
      const discovered = await this.discovery();
      const payload = await this.verify(discovered, idToken);
      if ((payload.nonce ?? null) !== nonce) throw new ProviderFailure('identity_rejected', 'the nonce is another');
      return identityClaims(discovered.server.issuer, payload);
    });
  }

  /** OpenID Connect Core, section 3.1.3.7. */
  private async verify({ server, keys }: Discovered, idToken: string): Promise<JWTPayload & { nonce?: unknown }> {
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: ALGORITHMS,
      // Google's own documentation lets it write its issuer in both ways.
      issuer: server.issuer === GOOGLE ? [GOOGLE, 'accounts.google.com'] : server.issuer,
      audience: this.options.clientId,
      requiredClaims: ['sub', 'iat', 'exp'],
      currentDate: this.clock.now(),
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    const parties = [this.options.clientId, ...(this.options.appClientIds ?? [])];
    const audiences = Array.isArray(payload.aud) ? payload.aud.length : 1;
    const { azp } = payload as { azp?: unknown };
    const authorized = azp === undefined ? audiences === 1 : parties.some((party) => party === azp);
    if (!authorized) throw new ProviderFailure('identity_rejected', 'the token was made for another client');
    return payload;
  }

  /** Made for each use, because the difference between this server's clock and the machine's may change. */
  private configuration({ server }: Discovered): oidc.Configuration {
    const { clientId, clientSecret } = this.options;
    const methods = server.token_endpoint_auth_methods_supported;
    const byBody = methods?.includes('client_secret_basic') === false && methods.includes('client_secret_post');
    const authentication = byBody ? oidc.ClientSecretPost(clientSecret) : oidc.ClientSecretBasic(clientSecret);
    const skew = Math.round((this.clock.now().getTime() - Date.now()) / 1_000);
    const metadata = { [oidc.clockSkew]: skew, [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
    const configuration = new oidc.Configuration(server, clientId, metadata, authentication);
    configuration[oidc.customFetch] = this.fetch;
    // Whether a URL is safe is for `providerFetch` to say, for every request alike.
    oidc.allowInsecureRequests(configuration);
    return configuration;
  }

  private async discovery(): Promise<Discovered> {
    if (this.discovered && this.discovered.staleAt > this.clock.now()) return this.discovered;
    this.discovering ??= this.discover()
      .catch(notDiscovered)
      .finally(() => (this.discovering = undefined));
    if (!this.discovered) return this.discovering;
    // What was known an hour ago is good enough until the provider has answered.
    this.discovering.catch(() => {});
    return this.discovered;
  }

  private async discover(): Promise<Discovered> {
    const { issuer, clientId } = this.options;
    const options = { execute: [oidc.allowInsecureRequests], [oidc.customFetch]: this.fetch };
    const found = await oidc.discovery(new URL(issuer), clientId, undefined, undefined, options);
    const server = found.serverMetadata();
    if (withoutSlash(server.issuer) !== withoutSlash(issuer) || !server.jwks_uri)
      throw new ProviderFailure('provider_unavailable', 'the provider publishes another issuer, or no keys');
    const keys = createRemoteJWKSet(new URL(server.jwks_uri), {
      [joseFetch]: this.fetch,
      timeoutDuration: this.limits.timeout,
      cooldownDuration: this.limits.keyCooldown,
    });
    this.discovered = { server, keys, staleAt: after(this.clock.now(), REDISCOVER_AFTER) };
    return this.discovered;
  }

  /** Several requests, each in time, can still be too long together. */
  private async inTime<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const tooLong = new ProviderFailure('provider_unavailable', 'the provider took too long');
      timer = setTimeout(() => reject(tooLong), this.limits.timeout);
    });
    try {
      return await Promise.race([work(), late]);
    } catch (error) {
      throw failureOf(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Nobody's identity was looked at yet. */
function notDiscovered(error: unknown): never {
  throw new ProviderFailure('provider_unavailable', 'what the provider publishes could not be read', error);
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

/** Codes of openid-client for answers that did not come, or are none. */
const NO_ANSWER = /^OAUTH_(RESPONSE_IS_NOT_CONFORM|RESPONSE_IS_NOT_JSON|PARSE_ERROR|TIMEOUT|ABORT)$/;

function failureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  if (!(error instanceof Error)) return new ProviderFailure('identity_rejected', 'the sign-in failed', error);
  if (error instanceof oidc.AuthorizationResponseError) {
    const reason = error.error === 'access_denied' ? 'access_denied' : 'provider_error';
    return new ProviderFailure(reason, 'the provider answered with an error', error);
  }
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.WWWAuthenticateChallengeError)
    return new ProviderFailure('provider_error', 'the provider refused the code', error);
  if (error.cause instanceof ProviderFailure) return error.cause;
  const { code } = error as { code?: unknown };
  const noAnswer =
    (typeof code === 'string' && NO_ANSWER.test(code)) ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    code === 'ERR_JOSE_GENERIC';
  return noAnswer
    ? new ProviderFailure('provider_unavailable', 'the answer of the provider makes no sense', error)
    : new ProviderFailure('identity_rejected', 'what the provider sent is not valid', error);
}
