import type { EntityManager } from '@mikro-orm/sql';
import type { EmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { endPendingRegistrations } from '../registration/pending-registrations.js';
import { registrationEvents } from '../registration/registration.events.js';
import { parseProfile } from '../users/profile.js';
import type { User } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import type { Identities } from './identities.service.js';
import { type Identity, IdentityEntity } from './identity.entity.js';
import type { IdentityClaims } from './identity-claims.js';
import type { SignInError } from './provider-failure.js';

type EntryError = Extract<SignInError, 'email_not_verified' | 'identity_taken' | 'account_suspended'>;

/** Whose identity it is, the user's row locked; or why it is nobody's. */
export type Entry = { readonly user: User; readonly identity: Identity } | EntryError;

/** How an account makes way for another; the accounts' own room, which comes after this one, knows. */
export interface AccountReplacement {
  makeWay(em: EntityManager, user: User, client: ClientInfo): Promise<void>;
}

interface IdentityAccountsNeeds {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly users: Users;
  readonly identities: Identities;
  readonly tokens: OneTimeTokens;
  readonly replacement: AccountReplacement;
  readonly events: EventLog;
}

/** Which account an identity opens. */
export class IdentityAccounts {
  constructor(private readonly needs: IdentityAccountsNeeds) {}

  /**
   * The account of this issuer and subject; else the verified one of the address, joined; else a new one. Ten at once:
   * the unique keys let one in, and `Database.transaction` reruns the others, who find what it made.
   */
  async enter(em: EntityManager, provider: string, claims: IdentityClaims, client: ClientInfo): Promise<Entry> {
    const known = await this.find(em, claims);
    if (known) return this.seenAgain(em, known, claims);
    const { email } = claims;
    if (email === null || !claims.emailVerified) return 'email_not_verified';
    await endPendingRegistrations(em, this.needs.tokens, email.key);
    const found = await this.needs.users.findByEmail(em, email.key);
    const owner = found && (await this.needs.users.lock(em, found.id));
    // Another may have changed it until the lock was there.
    if (owner?.emailKey !== email.key) return this.begin(em, provider, email, claims, client);
    // Another first sign-in of this very subject may have made the account since it was looked for.
    const meanwhile = await this.find(em, claims);
    if (meanwhile) return this.seenAgain(em, meanwhile, claims);
    if (owner.suspendedAt) return 'account_suspended';
    if (owner.emailVerifiedAt) return this.join(em, owner, provider, claims, client);
    // Nobody has proven that the account is theirs, so who just did so gets none of it. But rights hang on an administrator's.
    if (owner.isAdmin) return 'email_not_verified';
    await this.needs.replacement.makeWay(em, owner, client);
    return this.begin(em, provider, email, claims, client);
  }

  /** Adds the identity to the account of somebody who is signed in to it. */
  async link(
    em: EntityManager,
    user: User,
    provider: string,
    claims: IdentityClaims,
    client: ClientInfo,
  ): Promise<SignInError | null> {
    const known = await em.findOne(IdentityEntity, { issuer: claims.issuer, subject: claims.subject });
    if (known) return known.user.id === user.id ? null : 'identity_taken';
    if (!claims.emailVerified || !user.emailVerifiedAt) return 'email_not_verified';
    await this.add(em, user, provider, claims);
    await this.needs.identities.tell(em, 'linked', user, provider, client);
    return null;
  }

  /** With the user's row locked. Null where there is no such identity, or it went while the lock was waited for. */
  private async find(em: EntityManager, { issuer, subject }: IdentityClaims) {
    const seen = await em.findOne(IdentityEntity, { issuer, subject });
    const user = seen && (await this.needs.users.lock(em, seen.user.id));
    const identity = user && (await em.findOne(IdentityEntity, { issuer, subject, user: user.id }, { refresh: true }));
    return identity && { user, identity };
  }

  private async seenAgain(
    em: EntityManager,
    { user, identity }: { user: User; identity: Identity },
    { email }: IdentityClaims,
  ): Promise<Entry> {
    if (user.suspendedAt) return 'account_suspended';
    if (email) await em.nativeUpdate(IdentityEntity, { id: identity.id }, { email: email.address });
    return { user, identity };
  }

  /**
   * The provider says that the address is theirs, and so does the account. But an address can pass to another person,
   * who then has another subject: such a one never enters (Google domains that were sold, ASVS 6.8.1).
   */
  private async join(
    em: EntityManager,
    user: User,
    provider: string,
    claims: IdentityClaims,
    client: ClientInfo,
  ): Promise<Entry> {
    if ((await em.count(IdentityEntity, { user: user.id, issuer: claims.issuer })) > 0) return 'identity_taken';
    const identity = await this.add(em, user, provider, claims);
    await this.needs.identities.tell(em, 'linked', user, provider, client);
    return { user, identity };
  }

  private async begin(
    em: EntityManager,
    provider: string,
    email: EmailAddress,
    claims: IdentityClaims,
    client: ClientInfo,
  ): Promise<Entry> {
    // What a provider says of a person may not be what we take: then it is left out.
    const { profile } = await parseProfile({ name: claims.name, locale: claims.locale });
    const user = await this.needs.users.create(em, { email, emailVerified: true, profile, passwordHash: null });
    const identity = await this.add(em, user, provider, claims);
    const metadata = { method: provider };
    await this.needs.events.recordEvent(em, {
      kind: registrationEvents.userRegistered,
      userId: user.id,
      client,
      metadata,
    });
    await this.needs.events.recordEvent(em, {
      kind: registrationEvents.emailVerified,
      userId: user.id,
      client,
      metadata,
    });
    return { user, identity };
  }

  private async add(
    em: EntityManager,
    user: User,
    provider: string,
    { issuer, subject, email }: IdentityClaims,
  ): Promise<Identity> {
    const createdAt = this.needs.clock.now();
    const stored = {
      id: this.needs.ids.next(),
      user,
      provider,
      issuer,
      subject,
      email: email?.address ?? null,
      createdAt,
    };
    const identity = em.create(IdentityEntity, stored);
    await em.flush();
    return identity;
  }
}
