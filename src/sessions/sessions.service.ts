import type { EntityManager } from '@mikro-orm/sql';
import type { Credentials } from '../access/viewer.js';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { after, type Duration, earlier } from '../kernel/duration.js';
import { isId, type Ids } from '../kernel/ids.js';
import { digestOf } from '../kernel/secrets.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { Role } from '../roles/role.entity.js';
import type { Rights, Roles } from '../roles/roles.service.js';
import type { UsersWithRights } from '../roles/users-with-rights.js';
import type { User } from '../users/user.entity.js';
import type { AccessLog } from './access-log.service.js';
import type { AccessTokens } from './access-token.js';
import { deviceName } from './device-name.js';
import type { KnownDevices } from './known-devices.service.js';
import { newRefreshToken } from './refresh-token.js';
import { findRefreshToken } from './refresh-token-lookup.js';
import { type Session, SessionEntity } from './session.entity.js';
import { sessionEvents } from './session.events.js';
import { SessionHolder } from './session-holder.js';
import { SessionLookup } from './session-lookup.js';

export interface SessionLifetimes {
  /** How long a session lives without being refreshed. */
  readonly idleLifetime: Duration;
  /** How long it lives at most. */
  readonly absoluteLifetime: Duration;
}

/** What a client needs to stay signed in. */
export interface IssuedTokens {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

export interface SignedIn {
  readonly user: User;
  readonly rights: Rights;
  /** Where they were read already. */
  readonly roles?: readonly Role[];
  readonly sessionId: string;
  readonly tokens: IssuedTokens;
}

/** A session inside of the transaction that opened or refreshed it; `signedIn` makes tokens of it after the commit. */
export interface OpenSession {
  readonly user: User;
  readonly sessionId: string;
  readonly deviceName: string | null;
  readonly expiresAt: Date;
  readonly refreshToken: string;
  readonly rights: Rights;
  /** Where they were read already. */
  readonly roles?: readonly Role[];
}

export interface NewSession extends OpenSession {
  /** Whether the user had signed in before, but never from this device. */
  readonly fromNewDevice: boolean;
}

interface SessionsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly accessTokens: AccessTokens;
  readonly roles: Roles;
  readonly usersWithRights: UsersWithRights;
  readonly devices: KnownDevices;
  readonly accessLog: AccessLog;
  readonly events: EventLog;
  readonly lifetimes: SessionLifetimes;
}

export class Sessions {
  private readonly lookup: SessionLookup;

  constructor(private readonly needs: SessionsNeeds) {
    this.lookup = new SessionLookup(needs.database, needs.clock, needs.roles, needs.usersWithRights);
  }

  /** Begins a session for somebody who has just proven who they are. */
  async open(em: EntityManager, user: User, client: ClientInfo, givenName?: string | null): Promise<NewSession> {
    const now = this.needs.clock.now();
    const name = deviceName(givenName, client.userAgent);
    const endsAt = this.latestEnd();
    const fromNewDevice = await this.needs.devices.meet(em, user.id, name);
    return { ...(await this.add(em, user, client, { deviceName: name, createdAt: now, endsAt })), fromNewDevice };
  }

  /**
   * Lets a session go on under a new id: its old tokens, access tokens included, are dead at once. Null where it has
   * ended meanwhile.
   */
  async renew(em: EntityManager, sessionId: string, client: ClientInfo): Promise<OpenSession | null> {
    if (!(await this.end(em, sessionId))) return null;
    const old = await em.findOneOrFail(SessionEntity, { id: sessionId }, { populate: ['user'] });
    await em.refresh(old.user);
    return this.add(em, old.user, client, old);
  }

  private async add(
    em: EntityManager,
    user: User,
    client: ClientInfo,
    { deviceName, createdAt, endsAt }: Pick<Session, 'deviceName' | 'createdAt' | 'endsAt'>,
  ): Promise<OpenSession> {
    const id = this.needs.ids.next();
    const refreshToken = newRefreshToken(id);
    const session = em.create(SessionEntity, {
      id,
      user,
      deviceName: deviceName ?? null,
      ip: client.ip,
      createdAt,
      lastUsedAt: this.needs.clock.now(),
      expiresAt: this.idleEnd({ endsAt }),
      endsAt,
      tokenDigest: digestOf(refreshToken),
    });
    await em.flush();
    return this.opened(em, user, session, refreshToken);
  }

  /** When the idle end comes if the session is used now. */
  idleEnd(session: Pick<Session, 'endsAt'>): Date {
    return earlier(this.latestIdleEnd(), session.endsAt);
  }

  /** The absolute end of a session that begins now. */
  latestEnd(): Date {
    return after(this.needs.clock.now(), this.needs.lifetimes.absoluteLifetime);
  }

  /** The idle end of a session that is used now and has long to live. */
  latestIdleEnd(): Date {
    return after(this.needs.clock.now(), this.needs.lifetimes.idleLifetime);
  }

  async opened(
    em: EntityManager,
    user: User,
    { id, deviceName, expiresAt }: Session,
    refreshToken: string,
  ): Promise<OpenSession> {
    const rights = await this.needs.roles.rightsOf(em, user);
    return { user, sessionId: id, deviceName: deviceName ?? null, expiresAt, refreshToken, rights };
  }

  /** Not within a transaction: signing takes time, and may have to read the keys. */
  async signedIn({ user, sessionId, expiresAt, refreshToken, rights, roles }: OpenSession): Promise<SignedIn> {
    const accessToken = await this.needs.accessTokens.sign({ userId: user.id, sessionId }, rights);
    const expiresIn = this.needs.accessTokens.lifetimeSeconds;
    const tokens = { accessToken, expiresIn, refreshToken, refreshExpiresAt: expiresAt };
    return { user, rights, ...(roles && { roles }), sessionId, tokens };
  }

  /** Ends the living sessions of a user, but for one. Returns how many. */
  async endAll(em: EntityManager, userId: string, exceptId?: string | null): Promise<number> {
    const now = this.needs.clock.now();
    const alive = { user: userId, endedAt: null, expiresAt: { $gt: now }, ...(exceptId && { id: { $ne: exceptId } }) };
    return em.nativeUpdate(SessionEntity, alive, { endedAt: now });
  }

  /** Most recently used first. */
  async living(em: EntityManager, userId: string): Promise<Session[]> {
    return (await this.livingOfMany(em, [userId])).get(userId) ?? [];
  }

  /** The same for each of these users; nothing for who has none. */
  async livingOfMany(em: EntityManager, userIds: readonly string[]): Promise<Map<string, Session[]>> {
    const alive = { user: { $in: [...userIds] }, endedAt: null, expiresAt: { $gt: this.needs.clock.now() } };
    const sessions = await em.find(SessionEntity, alive, { orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }] });
    return Map.groupBy(sessions, ({ user }) => user.id);
  }

  /** Ends one of a user's own sessions; another's counts as unknown. */
  async revoke(
    by: { userId: string },
    sessionId: string,
    client: ClientInfo,
  ): Promise<Result<{ revokedCount: number }>> {
    return this.needs.database.transaction(async (em) => {
      const own = isId(sessionId)
        ? await em.findOne(SessionEntity, { ...this.alive(sessionId), user: by.userId })
        : null;
      if (own === null || !(await this.end(em, own.id))) return refused(userError('NOT_FOUND', ['input', 'sessionId']));
      await this.recordRevoked(em, by.userId, own.id, client);
      return ok({ revokedCount: 1 });
    });
  }

  async revokeOthers(by: { userId: string; sessionId: string }, client: ClientInfo): Promise<{ revokedCount: number }> {
    return this.needs.database.transaction(async (em) => {
      const others = (await this.living(em, by.userId)).filter(({ id }) => id !== by.sessionId);
      return { revokedCount: await this.endEach(em, others, by.userId, client) };
    });
  }

  /** Ends all sessions of a user because an administrator says so. Returns how many. */
  async revokeAll(em: EntityManager, userId: string, actorId: string, client: ClientInfo): Promise<number> {
    return this.endEach(em, await this.living(em, userId), userId, client, actorId);
  }

  private async endEach(
    em: EntityManager,
    sessions: readonly Session[],
    userId: string,
    client: ClientInfo,
    actorId?: string,
  ): Promise<number> {
    let ended = 0;
    for (const { id } of sessions) {
      if (!(await this.end(em, id))) continue;
      ended += 1;
      await this.recordRevoked(em, userId, id, client, actorId);
    }
    return ended;
  }

  private recordRevoked(
    em: EntityManager,
    userId: string,
    sessionId: string,
    client: ClientInfo,
    actorId?: string,
  ): Promise<void> {
    const metadata = { sessionId };
    return this.needs.events.recordEvent(em, { kind: sessionEvents.sessionRevoked, userId, actorId, client, metadata });
  }

  /** Ends a session; false where it had ended already. */
  async end(em: EntityManager, sessionId: string): Promise<boolean> {
    const now = this.needs.clock.now();
    return (await em.nativeUpdate(SessionEntity, { id: sessionId, endedAt: null }, { endedAt: now })) === 1;
  }

  /**
   * Who a bearer token speaks for. The token's signature is not enough: the session and the user are read each time, so
   * that a log-out, a suspension or a change of roles acts on the next request.
   */
  async authenticate(bearer: string, client: ClientInfo): Promise<Credentials> {
    const verified = await this.needs.accessTokens.verify(bearer);
    if (!verified.ok) return { kind: 'refused', reason: verified.reason };
    const { sessionId, userId } = verified.claims;
    if (!isId(sessionId)) return { kind: 'refused', reason: 'TOKEN_INVALID' };
    const session = await this.lookup.find(sessionId);
    const user = session?.holder.user;
    if (!session || user?.id !== userId || user.suspendedAt || user.deletedAt)
      return { kind: 'refused', reason: 'SESSION_REVOKED' };
    this.needs.accessLog.note(session, userId, client);
    return { kind: 'viewer', viewer: new SessionHolder(sessionId, session.holder) };
  }

  /** Ends the session of a refresh token, used or not, or else that of the bearer token. Quiet where there is none. */
  async logOut(refreshToken: string | null, bearer: Credentials, client: ClientInfo): Promise<void> {
    await this.needs.database.transaction(async (em) => {
      const known = refreshToken === null ? null : await findRefreshToken(em, refreshToken);
      const borne = bearer.kind === 'viewer' ? { id: bearer.viewer.sessionId } : null;
      const session = known?.session ?? (borne && (await em.findOne(SessionEntity, borne)));
      if (!session || !(await this.end(em, session.id))) return;
      const metadata = { sessionId: session.id };
      await this.needs.events.recordEvent(em, {
        kind: sessionEvents.userLoggedOut,
        userId: session.user.id,
        client,
        metadata,
      });
    });
  }

  /** Whether a refresh token is one of the session's, used or not. */
  async holds(sessionId: string, refreshToken: string | null): Promise<boolean> {
    const known = await findRefreshToken(this.needs.database.reader(), refreshToken ?? '');
    return known?.session.id === sessionId;
  }

  async isAlive(em: EntityManager, sessionId: string): Promise<boolean> {
    return (await em.count(SessionEntity, this.alive(sessionId))) === 1;
  }

  /** The condition under which a session still counts. */
  alive(sessionId: string): { id: string; endedAt: null; expiresAt: { $gt: Date } } {
    return { id: sessionId, endedAt: null, expiresAt: { $gt: this.needs.clock.now() } };
  }
}
