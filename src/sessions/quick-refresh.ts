import type { Database } from '../database/database.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import { byKey, SharedStatement } from '../database/shared-statement.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { digestOf, newSecretToken, sealWithToken } from '../kernel/secrets.js';
import type { UsersWithRights } from '../roles/users-with-rights.js';
import { sessionEvents } from './session.events.js';
import type { OpenSession, Sessions } from './sessions.service.js';

interface Asked {
  readonly digest: string;
  readonly next: string;
  readonly sealedNext: string;
  readonly client: ClientInfo;
}

/** Of one statement. With more in each, this process had nothing to do while the database was at it, and the reverse. */
const LARGEST = 8;

interface QuickRefreshNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessions: Sessions;
  readonly usersWithRights: UsersWithRights;
  readonly emailVerification: 'required' | 'optional';
}

/**
 * The refresh that goes well, as one statement on PostgreSQL: the living session is claimed, the token rotated, the next
 * one added, the event recorded and the user read, or nothing is done and null is returned; then `Refresh` goes its
 * clear way, which also knows why.
 * Requests that come in the same turn of the event loop share it, each with its own token; one that fails for all leaves
 * each of them to its clear way, and so does a session's row that another has locked: nobody waits for somebody else's.
 *
 * Its locks are those of the clear way: the session's row, then the token's. Of two at once with one token, the second
 * goes its clear way, and waits there. One that was committed a moment ago is seen: PostgreSQL then looks again whether
 * the token is unused, and it is not.
 */
export class QuickRefresh {
  private readonly users: UsersWithRights;
  private readonly statement: PreparedStatement;
  private readonly shared = new SharedStatement<Asked>((all) => this.tradeAll(all), LARGEST);

  constructor(private readonly needs: QuickRefreshNeeds) {
    this.users = needs.usersWithRights;
    this.statement = { name: 'quick-refresh', sql: sql(this.users, needs.emailVerification === 'required') };
  }

  async trade(presented: string, client: ClientInfo): Promise<OpenSession | null> {
    if (this.needs.database.dialect === 'sqlite') return null;
    const next = newSecretToken();
    const asked = { digest: digestOf(presented), next, sealedNext: sealWithToken(presented, next), client };
    // The same token twice: the clear way tells the second one of the first one's successor.
    const same = this.shared.waitingFor(asked.digest);
    const row = same ? await same.then(() => null) : await this.shared.ask(asked.digest, asked);
    if (!row) return null;
    const [, sessionId, deviceName, expiresAt] = row;
    const { user, roles, rights } = await this.users.fromRow(row, 4);
    return {
      user,
      roles,
      rights,
      sessionId: String(sessionId),
      deviceName: typeof deviceName === 'string' ? deviceName : null,
      expiresAt: this.users.instant(expiresAt) ?? this.needs.clock.now(),
      refreshToken: next,
    };
  }

  private async tradeAll(all: readonly Asked[]): Promise<ReadonlyMap<string, readonly unknown[]>> {
    const values = [
      this.needs.clock.now(),
      this.needs.sessions.latestIdleEnd(),
      all.map(({ digest }) => digest),
      all.map(({ client }) => client.ip),
      all.map(({ client }) => client.userAgent),
      all.map(({ sealedNext }) => sealedNext),
      all.map(({ next }) => digestOf(next)),
      all.map(() => this.needs.ids.next()),
      all.map(() => this.needs.ids.next()),
    ];
    const rows = await this.needs.database.prepared(this.statement, values).catch(() => null);
    return byKey(rows ?? []);
  }
}

function sql(users: UsersWithRights, onlyVerified: boolean): string {
  return `with asked as materialized (
      select * from unnest((select $3::text[]), $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[])
        as a (digest, ip, user_agent, sealed_next, next_digest, next_id, event_id)
    ), held as materialized (
      select a.*, s.id as session_id from asked a
      join refresh_tokens t on t.digest = a.digest and t.rotated_at is null
      join sessions s on s.id = t.session_id and s.ended_at is null and s.expires_at > $1::timestamptz
      join users u on u.id = s.user_id and u.suspended_at is null and u.deleted_at is null
        ${onlyVerified ? 'and u.email_verified_at is not null' : ''}
      for update of s skip locked
    ), used as (
      update sessions s set last_used_at = $1::timestamptz, ip = h.ip, expires_at = least($2::timestamptz, s.ends_at)
      from held h where s.id = h.session_id and s.ended_at is null
      returning h.*, s.user_id, s.device_name, s.expires_at
    ), rotated as (
      update refresh_tokens t set rotated_at = $1::timestamptz, sealed_successor = used.sealed_next
      from used where t.digest = used.digest and t.session_id = used.session_id and t.rotated_at is null
      returning used.*
    ), added as (
      insert into refresh_tokens (id, session_id, digest, created_at)
      select next_id, session_id, next_digest, $1::timestamptz from rotated
    ), recorded as (
      insert into events (id, name, user_id, ip, user_agent, metadata, created_at)
      select event_id, '${sessionEvents.tokenRefreshed.name}', user_id, ip, user_agent,
        jsonb_build_object('sessionId', session_id), $1::timestamptz
      from rotated
    )
    select rotated.digest, rotated.session_id, rotated.device_name, rotated.expires_at, ${users.select('u')}
    from rotated join users u on u.id = rotated.user_id`;
}
