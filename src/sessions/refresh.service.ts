import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { after, type Duration } from '../kernel/duration.js';
import { digestOf, newSalt, sameDigest } from '../kernel/secrets.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { Outbox } from '../mail/outbox.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { QuickRefresh } from './quick-refresh.js';
import { successorOf } from './refresh-token.js';
import { findRefreshToken, type KnownRefreshToken } from './refresh-token-lookup.js';
import { type Session, SessionEntity, type UsedRefreshToken, UsedRefreshTokenEntity } from './session.entity.js';
import { sessionEvents } from './session.events.js';
import type { OpenSession, Sessions, SignedIn } from './sessions.service.js';

interface RefreshNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly quick: QuickRefresh;
  readonly outbox: Outbox;
  readonly events: EventLog;
  /** How long a rotated token still answers with its successor (two tabs, a lost answer). */
  readonly reuseWindow: Duration;
  /** Whether a user with an unconfirmed address may stay signed in. */
  readonly emailVerification: 'required' | 'optional';
}

/** Trades refresh tokens: rotation with reuse detection (RFC 9700, section 4.14.2). */
export class Refresh {
  constructor(private readonly needs: RefreshNeeds) {}

  /** @param named whether the token stands in the arguments, so that an error can point at it */
  async refresh(presented: string | null, named: boolean, client: ClientInfo): Promise<Result<SignedIn>> {
    const refreshed = presented === null ? invalid() : await this.quicklyOrPlainly(presented, client);
    if (refreshed.ok) return ok(await this.needs.sessions.signedIn(refreshed.value));
    return refused(...refreshed.errors.map((error) => ({ ...error, path: named ? PATH : null })));
  }

  private async quicklyOrPlainly(presented: string, client: ClientInfo): Promise<Result<OpenSession>> {
    const traded = await this.needs.quick.trade(presented, client);
    return traded ? ok(traded) : this.trade(presented, client);
  }

  private trade(presented: string, client: ClientInfo): Promise<Result<OpenSession>> {
    return this.needs.database.transaction(async (em): Promise<Result<OpenSession>> => {
      const known = await findRefreshToken(em, presented);
      if (known === null) return invalid();
      if (!(await this.touch(em, known.session, client))) return this.ended(em, known.session.id);
      // What was read before the session's row was locked may have changed.
      const token = await findRefreshToken(em, presented);
      if (token === null) return invalid();
      const user = await em.findOneOrFail(UserEntity, { id: token.session.user.id });
      return this.barred(user) ?? this.exchange(em, presented, token, user, client);
    });
  }

  /**
   * Locks the session's row by a conditional UPDATE. All refreshes and the log-out of one session pass here one by one,
   * so there is never a second chain, and a late refresh never revives an ended session.
   */
  private async touch(em: EntityManager, session: Session, client: ClientInfo): Promise<boolean> {
    const used = { lastUsedAt: this.needs.clock.now(), ip: client.ip };
    return (await em.nativeUpdate(SessionEntity, this.needs.sessions.alive(session.id), used)) === 1;
  }

  private async ended(em: EntityManager, sessionId: string): Promise<Result<never>> {
    const session = await em.findOne(SessionEntity, { id: sessionId }, { disableIdentityMap: true });
    return session && !session.endedAt ? refused(userError('EXPIRED_TOKEN')) : invalid();
  }

  private barred(user: User): Result<never> | null {
    if (user.deletedAt) return invalid();
    if (user.suspendedAt) return refused(userError('ACCOUNT_SUSPENDED'));
    if (this.needs.emailVerification === 'required' && !user.emailVerifiedAt)
      return refused(userError('EMAIL_NOT_VERIFIED'));
    return null;
  }

  private async exchange(
    em: EntityManager,
    presented: string,
    { session, used }: KnownRefreshToken,
    user: User,
    client: ClientInfo,
  ): Promise<Result<OpenSession>> {
    if (used === null) {
      const next = await this.rotate(em, presented, session);
      await this.record(em, 'tokenRefreshed', session, client);
      return ok(await this.needs.sessions.opened(em, user, session, next));
    }
    if (after(used.rotatedAt, this.needs.reuseWindow) >= this.needs.clock.now()) {
      const live = await this.liveSuccessor(em, presented, session, used);
      return ok(await this.needs.sessions.opened(em, user, session, live));
    }
    await this.needs.sessions.end(em, session.id);
    await this.record(em, 'refreshTokenReused', session, client);
    await this.tell(em, user, session);
    return refused(userError('REFRESH_TOKEN_REUSED'));
  }

  private async rotate(em: EntityManager, presented: string, session: Session): Promise<string> {
    const rotatedAt = this.needs.clock.now();
    const salt = newSalt();
    const next = successorOf(presented, salt);
    await em.insert(UsedRefreshTokenEntity, { session: session.id, digest: session.tokenDigest, rotatedAt, salt });
    session.tokenDigest = digestOf(next);
    session.expiresAt = this.needs.sessions.idleEnd(session);
    await em.flush();
    return next;
  }

  /** Follows the chain from a token that was rotated a moment ago to the one that is good now. */
  private async liveSuccessor(
    em: EntityManager,
    presented: string,
    { id, tokenDigest }: Session,
    used: UsedRefreshToken,
  ): Promise<string> {
    let token = successorOf(presented, used.salt);
    let digest = digestOf(token);
    while (!sameDigest(digest, tokenDigest)) {
      const { salt } = await em.findOneOrFail(UsedRefreshTokenEntity, { session: id, digest });
      token = successorOf(token, salt);
      digest = digestOf(token);
    }
    return token;
  }

  /** Two parties hold the token; which of them is the user, the user alone can tell. */
  private async tell(em: EntityManager, user: User, { deviceName }: Session): Promise<void> {
    const content = {
      kind: 'refresh_token_reused',
      deviceName: deviceName ?? null,
      at: this.needs.clock.now().toISOString(),
    } as const;
    await this.needs.outbox.queue(em, { recipient: user.email, locale: user.locale ?? null, content, expiresAt: null });
  }

  private record(
    em: EntityManager,
    kind: keyof typeof sessionEvents,
    session: Session,
    client: ClientInfo,
  ): Promise<void> {
    const metadata = { sessionId: session.id };
    return this.needs.events.recordEvent(em, { kind: sessionEvents[kind], userId: session.user.id, client, metadata });
  }
}

const PATH = ['input', 'refreshToken'];

function invalid(): Result<never> {
  return refused(userError('INVALID_TOKEN'));
}
