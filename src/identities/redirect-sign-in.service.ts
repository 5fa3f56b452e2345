import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { after, type Duration, minutes, seconds } from '../kernel/duration.js';
import type { Ids } from '../kernel/ids.js';
import type { Logger } from '../kernel/logger.js';
import { digestOf, newSecretToken, openWithToken, sealWithToken } from '../kernel/secrets.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { OpenSession, Sessions, SignedIn } from '../sessions/sessions.service.js';
import type { Users } from '../users/users.service.js';
import type { IdentityAccounts } from './identity-accounts.service.js';
import { IdentityEntity } from './identity.entity.js';
import type { IdentityClaims } from './identity-claims.js';
import type { IdentityProviders } from './identity-providers.js';
import type { IdentitySignIn } from './identity-sign-in.service.js';
import type { Checks, OidcProvider } from './oidc-provider.js';
import { ProviderFailure, type SignInError } from './provider-failure.js';
import { type ProviderSignIn, ProviderSignInEntity } from './provider-sign-in.entity.js';
import { isReturnPath } from './return-to.js';

const BEGUN_LIFETIME: Duration = minutes(10);
const CODE_LIFETIME: Duration = seconds(60);
/** Until the code of who came back at the last moment is over. */
export const BROWSER_LIFETIME: Duration = minutes(11);
const S256 = /^[\w-]{43}$/;

/** What a browser asks for when it goes to a provider. */
export interface BeginSignIn {
  /** The secret in the browser's cookie. */
  readonly browser: string;
  readonly returnTo: string | null;
  readonly codeChallenge: string | null;
  /** Of `beginIdentityLink`. */
  readonly ticket: string | null;
}

export interface CodeExchange {
  readonly code: string;
  readonly codeVerifier?: string | null | undefined;
  readonly deviceName?: string | null | undefined;
}

interface RedirectSignInNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly providers: IdentityProviders;
  readonly accounts: IdentityAccounts;
  readonly signIn: IdentitySignIn;
  readonly sessions: Sessions;
  readonly users: Users;
  readonly logger: Logger;
  /** Where every sign-in ends: nothing in a request decides on that. */
  readonly callbackUrl: string;
}

/** The way of a browser to a provider, back to the frontend, and from there to a session. */
export class RedirectSignIn {
  constructor(private readonly needs: RedirectSignInNeeds) {}

  /** Where the browser goes; null where what it asks for is malformed. */
  async begin(provider: OidcProvider, request: BeginSignIn): Promise<string | null> {
    const { returnTo, codeChallenge } = request;
    if (returnTo !== null && !isReturnPath(returnTo)) return null;
    if (codeChallenge !== null && !S256.test(codeChallenge)) return null;
    const checks: Checks = {
      state: newSecretToken(),
      nonce: newSecretToken(),
      // RFC 7636, section 4.1: 43 characters at least.
      verifier: randomBytes(48).toString('base64url'),
    };
    try {
      const url = await provider.authorizationUrl(checks);
      const begun = await this.remember(provider.id, request, checks);
      return begun ? url : this.landing({ error: 'invalid_state', returnTo });
    } catch (error) {
      return this.landing({ error: this.reasonOf(error, provider), returnTo });
    }
  }

  private async remember(provider: string, request: BeginSignIn, checks: Checks): Promise<boolean> {
    const now = this.needs.clock.now();
    const begun = {
      stateDigest: digestOf(checks.state),
      sealedChecks: sealWithToken(checks.state, JSON.stringify({ nonce: checks.nonce, verifier: checks.verifier })),
      expiresAt: after(now, BEGUN_LIFETIME),
    };
    const { browser, returnTo, codeChallenge, ticket } = request;
    const browserDigest = digestOf(browser);
    return this.needs.database.transaction(async (em) => {
      if (ticket !== null) {
        const waiting = { provider, browserDigest, ticketDigest: digestOf(ticket), stateDigest: null };
        return (await em.nativeUpdate(ProviderSignInEntity, { ...waiting, expiresAt: { $gt: now } }, begun)) === 1;
      }
      const id = this.needs.ids.next();
      const row = { id, provider, browserDigest, returnTo, codeChallenge, createdAt: now, ...begun };
      await em.insert(ProviderSignInEntity, row);
      return true;
    });
  }

  /** What a signed-in user needs to send the browser off to link an identity; only that browser can use it. */
  async prepareLink(
    by: { userId: string; sessionId: string },
    provider: string,
    browser: string,
    returnTo: string | null,
  ): Promise<{ startUrl: string; expiresAt: Date }> {
    const ticket = newSecretToken();
    const now = this.needs.clock.now();
    const expiresAt = after(now, CODE_LIFETIME);
    const row = {
      id: this.needs.ids.next(),
      provider,
      browserDigest: digestOf(browser),
      ticketDigest: digestOf(ticket),
      returnTo,
      linkUserId: by.userId,
      linkSessionId: by.sessionId,
      createdAt: now,
      expiresAt,
    };
    await this.needs.database.transaction((em) => em.insert(ProviderSignInEntity, row));
    return { startUrl: `${this.needs.providers.startUrl(provider)}?ticket=${ticket}`, expiresAt };
  }

  /** The callback: where the browser goes from there. */
  async finish(
    provider: OidcProvider,
    callback: URLSearchParams,
    browser: string | null,
    client: ClientInfo,
  ): Promise<string> {
    const states = callback.getAll('state');
    const state = states.length === 1 ? (states[0] ?? '') : '';
    const begun = browser === null ? null : await this.claim(provider.id, state, browser);
    // Not even looked at: whoever sent the browser here may want it signed in to an account of theirs.
    if (!begun) return this.landing({ error: 'invalid_state', returnTo: null });
    const returnTo = begun.returnTo ?? null;
    try {
      const checks = JSON.parse(openWithToken(state, begun.sealedChecks ?? '')) as Omit<Checks, 'state'>;
      const claims = await provider.redeem(callback, { ...checks, state });
      return begun.linkUserId
        ? await this.finishLink(begun, provider.id, claims, client)
        : await this.finishSignIn(begun, provider.id, claims, client);
    } catch (error) {
      const reason = this.reasonOf(error, provider);
      await this.needs.signIn.recordFailure(provider.id, reason, begun.linkUserId ?? null, client);
      return this.landing({ error: reason, returnTo });
    }
  }

  /** Of any number with one state, one gets it, and only in the browser that began. */
  private claim(provider: string, state: string, browser: string): Promise<ProviderSignIn | null> {
    const now = this.needs.clock.now();
    const stateDigest = digestOf(state);
    const open = { provider, stateDigest, browserDigest: digestOf(browser), returnedAt: null, expiresAt: { $gt: now } };
    return this.needs.database.transaction(async (em) => {
      if ((await em.nativeUpdate(ProviderSignInEntity, open, { returnedAt: now })) === 0) return null;
      return em.findOne(ProviderSignInEntity, { stateDigest });
    });
  }

  private async finishSignIn(
    { id, returnTo = null }: ProviderSignIn,
    provider: string,
    claims: IdentityClaims,
    client: ClientInfo,
  ): Promise<string> {
    const code = newSecretToken();
    const error = await this.needs.database.transaction(async (em) => {
      const entry = await this.needs.accounts.enter(em, provider, claims, client);
      if (typeof entry === 'string') {
        await this.needs.signIn.recordFailure(provider, entry, null, client, em);
        return entry;
      }
      const expiresAt = after(this.needs.clock.now(), CODE_LIFETIME);
      const ready = { codeDigest: digestOf(code), identityId: entry.identity.id, expiresAt };
      await em.nativeUpdate(ProviderSignInEntity, { id }, ready);
      return null;
    });
    return this.landing(error ? { error, returnTo } : { code, returnTo });
  }

  private async finishLink(
    { linkUserId, linkSessionId, returnTo = null }: ProviderSignIn,
    provider: string,
    claims: IdentityClaims,
    client: ClientInfo,
  ): Promise<string> {
    const error = await this.needs.database.transaction(async (em): Promise<SignInError | null> => {
      const user = await this.needs.users.lock(em, linkUserId ?? '');
      if (!user || user.suspendedAt || !(await this.needs.sessions.isAlive(em, linkSessionId ?? '')))
        return 'session_ended';
      return this.needs.accounts.link(em, user, provider, claims, client);
    });
    return this.landing(error ? { error, returnTo } : { linked: provider, returnTo });
  }

  /** Trades the code of the callback URL for a session: once, in time, and in the browser that began or by its secret. */
  async exchange(
    { code, codeVerifier, deviceName }: CodeExchange,
    browser: string | null,
    client: ClientInfo,
  ): Promise<Result<SignedIn>> {
    const opened = await this.needs.database.transaction(async (em): Promise<Result<OpenSession>> => {
      const now = this.needs.clock.now();
      const codeDigest = digestOf(code);
      const bound = codeVerifier
        ? { codeChallenge: digestOf(codeVerifier) }
        : { codeChallenge: null, browserDigest: digestOf(browser ?? '') };
      const open = { codeDigest, exchangedAt: null, expiresAt: { $gt: now }, ...bound };
      if ((await em.nativeUpdate(ProviderSignInEntity, open, { exchangedAt: now })) === 0) return invalidCode();
      const { identityId, provider } = await em.findOneOrFail(ProviderSignInEntity, { codeDigest });
      const identity = await em.findOne(IdentityEntity, { id: identityId ?? '' });
      const user = identity && (await this.needs.users.lock(em, identity.user.id));
      const still = user && (await em.count(IdentityEntity, { id: identity.id })) === 1;
      return still ? this.needs.signIn.admit(em, user, provider, client, deviceName) : invalidCode();
    });
    return opened.ok ? ok(await this.needs.sessions.signedIn(opened.value)) : opened;
  }

  /** Where a browser goes that asked too often: back, without a look at what else it wants. */
  tooMany(): string {
    return this.landing({ error: 'rate_limited', returnTo: null });
  }

  /** Logs the why, in words: the errors of the library carry the claims of people. */
  private reasonOf(error: unknown, { id: provider }: OidcProvider): SignInError {
    if (!(error instanceof ProviderFailure)) {
      this.needs.logger.error('a sign-in with a provider failed', { provider, error });
      return 'server_error';
    }
    const { reason, message } = error;
    const because = error.cause instanceof Error ? error.cause.message : null;
    const log = reason === 'access_denied' ? 'debug' : 'warn';
    this.needs.logger[log]('a provider signed nobody in', { provider, reason, message, because });
    return reason;
  }

  private landing(parameters: {
    readonly code?: string;
    readonly linked?: string;
    readonly error?: SignInError;
    readonly returnTo: string | null;
  }): string {
    const url = new URL(this.needs.callbackUrl);
    for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
    return url.href;
  }
}

function invalidCode() {
  return refused(userError('INVALID_CODE', ['input', 'code']));
}
