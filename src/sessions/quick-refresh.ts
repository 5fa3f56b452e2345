import type { Database } from '../database/database.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import { byKey, SharedStatement } from '../database/shared-statement.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { digestOf, newSalt } from '../kernel/secrets.js';
import type { UsersWithRights } from '../roles/users-with-rights.js';
import { sessionNamedBy, successorOf } from './refresh-token.js';
import { sessionEvents } from './session.events.js';
import type { OpenSession, Sessions } from './sessions.service.js';

interface Asked {
  readonly sessionId: string;
  readonly digest: string;
  readonly salt: string;
  readonly next: string;
  readonly client: ClientInfo;
}

/** One statement at once: what comes meanwhile makes the next one larger, and most of a small one is its start. */
const SHARING = { largest: 16, atOnce: 1 };

interface QuickRefreshNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessions: Sessions;
  readonly usersWithRights: UsersWithRights;
  readonly emailVerification: 'required' | 'optional';
}

/**
 * The refresh that goes well, as one statement on PostgreSQL: the living session is claimed by the token that is good for
 * it, which becomes a used one, the event is recorded and the user read, or nothing is done and null is returned; then
 * `Refresh` goes its clear way, which also knows why.
 * Requests that come in the same turn of the event loop share it, each with its own token; one that fails for all leaves
 * each of them to its clear way, and so does a session's row that another has locked: nobody waits for somebody else's.
 *
 * Its lock is that of the clear way, the session's row. Of two at once with one token, the second goes its clear way, and
 * waits there. One that was committed a moment ago is seen: PostgreSQL then looks again which token is good, and it is
 * another.
 */
export class QuickRefresh {
  private readonly users: UsersWithRights;
  private readonly statement: PreparedStatement;
  private readonly shared = new SharedStatement<Asked>((all) => this.tradeAll(all), SHARING);

  constructor(private readonly needs: QuickRefreshNeeds) {
    this.users = needs.usersWithRights;
    this.statement = { name: 'quick-refresh', sql: sql(this.users, needs.emailVerification === 'required') };
  }

  async trade(presented: string, client: ClientInfo): Promise<OpenSession | null> {
    if (this.needs.database.dialect === 'sqlite') return null;
    const sessionId = sessionNamedBy(presented);
    if (sessionId === null) return null;
    const salt = newSalt();
    const next = successorOf(presented, salt);
    const asked = { sessionId, digest: digestOf(presented), salt, next, client };
    // The same token twice: the clear way tells the second one of the first one's successor.
    const same = this.shared.waitingFor(asked.digest);
    const row = same ? await same.then(() => null) : await this.shared.ask(asked.digest, asked);
    if (!row) return null;
    const [, deviceName, expiresAt] = row;
    const { user, roles, rights } = await this.users.fromRow(row, 3);
    return {
      user,
      roles,
      rights,
      sessionId,
      deviceName: typeof deviceName === 'string' ? deviceName : null,
      expiresAt: this.users.instant(expiresAt) ?? this.needs.clock.now(),
      refreshToken: next,
    };
  }

  private async tradeAll(all: readonly Asked[]): Promise<ReadonlyMap<string, readonly unknown[]>> {
    const values = [
      this.needs.clock.now(),
      this.needs.sessions.latestIdleEnd(),
      all.map(({ sessionId }) => sessionId),
      all.map(({ digest }) => digest),
      all.map(({ salt }) => salt),
      all.map(({ next }) => digestOf(next)),
      all.map(() => this.needs.ids.next()),
      all.map(({ client }) => client.ip),
      all.map(({ client }) => client.userAgent),
    ];
    const rows = await this.needs.database.prepared(this.statement, values).catch(() => null);
    return byKey(rows ?? []);
  }
}

function sql(users: UsersWithRights, onlyVerified: boolean): string {
  return `with asked as materialized (
      select * from unnest((select $3::uuid[]), $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[])
        as a (session_id, digest, salt, next_digest, event_id, ip, user_agent)
    ), held as materialized (
      select a.*, s.user_id from asked a
      join sessions s on s.id = a.session_id and s.token_digest = a.digest
        and s.ended_at is null and s.expires_at > $1::timestamptz
      join users u on u.id = s.user_id and u.suspended_at is null and u.deleted_at is null
        ${onlyVerified ? 'and u.email_verified_at is not null' : ''}
      for no key update of s skip locked
    ), traded as (
      update sessions s set last_used_at = $1::timestamptz, ip = h.ip, expires_at = least($2::timestamptz, s.ends_at),
        token_digest = h.next_digest
      from held h where s.id = h.session_id and s.token_digest = h.digest and s.ended_at is null
      returning h.*, s.device_name, s.expires_at
    ), used as (
      insert into used_refresh_tokens (session_id, digest, rotated_at, salt)
      select session_id, digest, $1::timestamptz, salt from traded
    ), recorded as (
      insert into events (id, name, user_id, ip, user_agent, metadata, created_at)
      select event_id, '${sessionEvents.tokenRefreshed.name}', user_id, ip, user_agent,
        jsonb_build_object('sessionId', session_id), $1::timestamptz
      from traded
    )
    select traded.digest, traded.device_name, traded.expires_at, ${users.select('u')}
    from traded join users u on u.id = traded.user_id`;
}
