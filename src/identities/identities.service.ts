import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { before, type Duration, minutes } from '../kernel/duration.js';
import { isId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import type { Outbox } from '../mail/outbox.js';
import { SessionEntity } from '../sessions/session.entity.js';
import type { Sessions } from '../sessions/sessions.service.js';
import type { Reauthentication } from '../sign-in/reauthentication.service.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { type Identity, IdentityEntity } from './identity.entity.js';
import { identityEvents } from './identity.events.js';
import type { IdentityProviders } from './identity-providers.js';

/** A sign-in that is younger stands in for the password, which not everybody has. */
const FRESH: Duration = minutes(15);
const PASSWORD = ['input', 'currentPassword'];

interface IdentitiesNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly providers: IdentityProviders;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly reauthentication: Reauthentication;
  readonly outbox: Outbox;
  readonly events: EventLog;
}

/** The identities that users have, and how one goes. */
export class Identities {
  constructor(private readonly needs: IdentitiesNeeds) {}

  /** Those of each of these users, oldest first, by one query. */
  async ofUsers(em: EntityManager, userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Identity[]>> {
    const found = await em.find(IdentityEntity, { user: { $in: [...userIds] } }, { orderBy: { id: 'asc' } });
    return new Map(userIds.map((id) => [id, found.filter(({ user }) => user.id === id)]));
  }

  /** Those of any of these users that still sign somebody in; one of a provider that is configured no more does not. */
  async thatSignIn(em: EntityManager, userIds: readonly string[]): Promise<readonly Identity[]> {
    const found = await em.find(IdentityEntity, { user: { $in: [...userIds] } }, { orderBy: { id: 'asc' } });
    return found.filter(({ provider }) => this.needs.providers.find(provider));
  }

  /** For an account that ends: its identities can begin another, and don't come back with it. */
  async endAll(em: EntityManager, userId: string): Promise<void> {
    await em.nativeDelete(IdentityEntity, { user: userId });
  }

  /**
   * Asks again who is there, before a way to sign in is added (ASVS 7.5.1): by the password, or by a sign-in of the last
   * minutes. Nobody adds one to an account whose address is somebody else's, it may be, and who would find it there once
   * the address is theirs.
   */
  async confirm(
    by: { userId: string; sessionId: string },
    password: string | null | undefined,
    client: ClientInfo,
  ): Promise<UserError | null> {
    const em = this.needs.database.reader();
    const user = await em.findOneOrFail(UserEntity, { id: by.userId });
    if (!user.emailVerifiedAt) return userError('EMAIL_NOT_VERIFIED');
    if (password && user.passwordHash) return this.needs.reauthentication.check(user, password, PASSWORD, client);
    const fresh = { id: by.sessionId, createdAt: { $gt: before(this.needs.clock.now(), FRESH) } };
    return (await em.count(SessionEntity, fresh)) === 1 ? null : userError('PASSWORD_REQUIRED', PASSWORD);
  }

  /**
   * Never the last way to sign in: the user's row is locked, so that of two at once the second sees what is left. Without
   * asking again who is there: it gives nobody a way in, and the owner, who is told, adds it again.
   */
  async unlink(
    by: { userId: string; sessionId: string },
    identityId: string,
    client: ClientInfo,
  ): Promise<Result<User>> {
    return this.needs.database.transaction(async (em): Promise<Result<User>> => {
      const user = await this.needs.users.lock(em, by.userId);
      if (!user || !(await this.needs.sessions.isAlive(em, by.sessionId)))
        throw Refusal.unauthenticated('SESSION_REVOKED');
      const own = (await this.ofUsers(em, [user.id])).get(user.id) ?? [];
      const identity = isId(identityId) ? own.find(({ id }) => id === identityId) : undefined;
      if (!identity) return refused(userError('NOT_FOUND', ['input', 'identityId']));
      const others = (await this.thatSignIn(em, [user.id])).filter(({ id }) => id !== identity.id);
      if (!user.passwordHash && others.length === 0)
        return refused(userError('LAST_SIGN_IN_METHOD', ['input', 'identityId']));
      await em.nativeDelete(IdentityEntity, { id: identity.id });
      await this.tell(em, 'unlinked', user, identity.provider, client);
      return ok(user);
    });
  }

  /** Records and mails that a way to sign in came or went. */
  async tell(
    em: EntityManager,
    what: keyof typeof identityEvents,
    user: User,
    provider: string,
    client: ClientInfo,
  ): Promise<void> {
    const kind = identityEvents[what];
    await this.needs.events.recordEvent(em, { kind, userId: user.id, client, metadata: { provider } });
    const providerName = this.needs.providers.find(provider)?.name ?? provider;
    const content = { kind: kind.name, providerName };
    await this.needs.outbox.queue(em, { recipient: user.email, locale: user.locale ?? null, content, expiresAt: null });
  }
}
