import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { before, type Duration, minutes } from '../kernel/duration.js';
import { Refusal } from '../kernel/refusal.js';
import { digestOf } from '../kernel/secrets.js';
import { ok, refused, type Result, type UserErrorCode, userError } from '../kernel/user-error.js';
import type { OpenSession, Sessions, SignedIn } from '../sessions/sessions.service.js';
import { signInEvents } from '../sign-in/sign-in.events.js';
import type { SignInNotice } from '../sign-in/sign-in-notice.service.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { IdentityAccounts } from './identity-accounts.service.js';
import type { IdentityClaims } from './identity-claims.js';
import type { IdentityProviders } from './identity-providers.js';
import { ProviderFailure, type SignInError } from './provider-failure.js';
import { UsedIdTokenEntity } from './used-id-token.entity.js';

const GOOGLE = 'google';
const RETRY_AFTER_SECONDS = 5;
/** A lost answer may be asked for again; later, a token that signs in once more is in the wrong hands. */
const ID_TOKEN_REUSE: Duration = minutes(1);

export interface IdTokenSignIn {
  readonly idToken: string;
  readonly nonce?: string | null | undefined;
  readonly deviceName?: string | null | undefined;
}

interface IdentitySignInNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly providers: IdentityProviders;
  readonly accounts: IdentityAccounts;
  readonly sessions: Sessions;
  readonly notice: SignInNotice;
  readonly events: EventLog;
  readonly emailVerification: 'required' | 'optional';
}

/** Opens sessions for people whom a provider knows. */
export class IdentitySignIn {
  constructor(private readonly needs: IdentitySignInNeeds) {}

  async withGoogle({ idToken, nonce, deviceName }: IdTokenSignIn, client: ClientInfo): Promise<Result<SignedIn>> {
    const provider = this.needs.providers.find(GOOGLE);
    if (!provider) return refused(userError('NOT_AVAILABLE'));
    let claims: IdentityClaims;
    try {
      claims = await provider.verifyIdToken(idToken, nonce ?? null);
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      if (error.reason === 'provider_unavailable') throw Refusal.unavailable(RETRY_AFTER_SECONDS);
      await this.recordFailure(GOOGLE, error.reason, null, client);
      return refused(userError('IDENTITY_REJECTED', ['input', 'idToken']));
    }
    const opened = await this.needs.database.transaction(async (em): Promise<Result<OpenSession>> => {
      if (!(await this.isFirstUse(em, idToken, claims.expiresAt)))
        return this.refuse(em, GOOGLE, 'identity_rejected', client);
      const entry = await this.needs.accounts.enter(em, GOOGLE, claims, client);
      if (typeof entry === 'string') return this.refuse(em, GOOGLE, entry, client);
      return this.admit(em, entry.user, GOOGLE, client, deviceName);
    });
    return opened.ok ? ok(await this.needs.sessions.signedIn(opened.value)) : opened;
  }

  /** Begins the session of a user whose row is locked, if nothing speaks against it. */
  async admit(
    em: EntityManager,
    user: User,
    provider: string,
    client: ClientInfo,
    deviceName?: string | null,
  ): Promise<Result<OpenSession>> {
    if (user.suspendedAt) return this.refuse(em, provider, 'account_suspended', client, user.id);
    if (!user.emailVerifiedAt && this.needs.emailVerification === 'required')
      return this.refuse(em, provider, 'email_not_verified', client, user.id);
    await em.nativeUpdate(UserEntity, { id: user.id }, { lastLoginAt: this.needs.clock.now(), lastLoginIp: client.ip });
    await em.refresh(user);
    const session = await this.needs.sessions.open(em, user, client, deviceName);
    await this.needs.notice.consider(em, session, client);
    const metadata = { method: provider };
    await this.needs.events.recordEvent(em, { kind: signInEvents.loginSucceeded, userId: user.id, client, metadata });
    return ok(session);
  }

  async recordFailure(
    provider: string,
    reason: SignInError,
    userId: string | null,
    client: ClientInfo,
    em?: EntityManager,
  ): Promise<void> {
    const metadata = { method: provider, reason };
    const event = { kind: signInEvents.loginFailed, userId, client, metadata };
    if (em) return this.needs.events.recordEvent(em, event);
    return this.needs.database.transaction((own) => this.needs.events.recordEvent(own, event));
  }

  private async refuse(
    em: EntityManager,
    provider: string,
    reason: SignInError,
    client: ClientInfo,
    userId: string | null = null,
  ): Promise<Result<OpenSession>> {
    await this.recordFailure(provider, reason, userId, client, em);
    return refused(userError(USER_ERRORS[reason] ?? 'IDENTITY_REJECTED'));
  }

  /** One insert decides which use is the first. */
  private async isFirstUse(em: EntityManager, idToken: string, expiresAt: Date): Promise<boolean> {
    const used = { digest: digestOf(signedPart(idToken)), firstUsedAt: this.needs.clock.now(), expiresAt };
    await em.createQueryBuilder(UsedIdTokenEntity).insert(used).onConflict('digest').ignore().execute('run');
    const justNow = { digest: used.digest, firstUsedAt: { $gt: before(this.needs.clock.now(), ID_TOKEN_REUSE) } };
    return (await em.count(UsedIdTokenEntity, justNow)) === 1;
  }
}

const USER_ERRORS: Partial<Record<SignInError, UserErrorCode>> = {
  account_suspended: 'ACCOUNT_SUSPENDED',
};

/** Without the signature: of some algorithms there are several that fit, and base64url can be written in several ways. */
function signedPart(idToken: string): string {
  return idToken.slice(0, idToken.lastIndexOf('.'));
}
