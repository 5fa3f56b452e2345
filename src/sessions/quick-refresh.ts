import type { Database, PreparedStatement } from '../database/database.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { digestOf, newSecretToken, sealWithToken } from '../kernel/secrets.js';
import { UsersWithRights } from '../roles/users-with-rights.js';
import { sessionEvents } from './session.events.js';
import type { OpenSession, Sessions } from './sessions.service.js';

interface QuickRefreshNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessions: Sessions;
  readonly emailVerification: 'required' | 'optional';
}

/**
 * The refresh that goes well, as one statement on PostgreSQL: the living session is claimed, the token rotated, the next
 * one added, the event recorded and the user read, or nothing is done and null is returned; then `Refresh` goes its
 * clear way, which also knows why.
 *
 * Its locks are those of the clear way, in the same order: the session's row, then the token's. Of two at once with one
 * token, the second waits for the session's row; PostgreSQL then looks again whether the token is unused, and it is not.
 */
export class QuickRefresh {
  private readonly users: UsersWithRights;
  private readonly statement: PreparedStatement;

  constructor(private readonly needs: QuickRefreshNeeds) {
    this.users = new UsersWithRights(needs.database);
    this.statement = { name: 'quick-refresh', sql: sql(this.users, needs.emailVerification === 'required') };
  }

  async trade(presented: string, client: ClientInfo): Promise<OpenSession | null> {
    if (this.needs.database.dialect === 'sqlite') return null;
    const now = this.needs.clock.now();
    const next = newSecretToken();
    const rows = await this.needs.database.prepared(this.statement, [
      digestOf(presented),
      now.toISOString(),
      client.ip,
      this.needs.sessions.latestIdleEnd().toISOString(),
      sealWithToken(presented, next),
      this.needs.ids.next(),
      digestOf(next),
      this.needs.ids.next(),
      client.userAgent,
    ]);
    const row = rows?.[0];
    if (!row) return null;
    const [sessionId, deviceName, expiresAt] = row;
    return {
      ...this.users.fromRow(row, 3),
      sessionId: String(sessionId),
      deviceName: typeof deviceName === 'string' ? deviceName : null,
      expiresAt: this.users.instant(expiresAt) ?? now,
      refreshToken: next,
    };
  }
}

function sql(users: UsersWithRights, onlyVerified: boolean): string {
  return `with used as (
      update sessions s set last_used_at = $2::timestamptz, ip = $3, expires_at = least($4::timestamptz, s.ends_at)
      from refresh_tokens t, users u
      where t.digest = $1 and t.rotated_at is null
        and s.id = t.session_id and s.ended_at is null and s.expires_at > $2::timestamptz
        and u.id = s.user_id and u.suspended_at is null and u.deleted_at is null
        ${onlyVerified ? 'and u.email_verified_at is not null' : ''}
      returning s.id, s.user_id, s.device_name, s.expires_at
    ), rotated as (
      update refresh_tokens t set rotated_at = $2::timestamptz, sealed_successor = $5
      from used where t.digest = $1 and t.session_id = used.id and t.rotated_at is null
      returning used.*
    ), added as (
      insert into refresh_tokens (id, session_id, digest, created_at)
      select $6::uuid, id, $7, $2::timestamptz from rotated
    ), recorded as (
      insert into events (id, name, user_id, ip, user_agent, metadata, created_at)
      select $8::uuid, '${sessionEvents.tokenRefreshed.name}', user_id, $3, $9,
        jsonb_build_object('sessionId', id), $2::timestamptz
      from rotated
    )
    select rotated.id, rotated.device_name, rotated.expires_at, ${users.select('u')}
    from rotated join users u on u.id = rotated.user_id`;
}
