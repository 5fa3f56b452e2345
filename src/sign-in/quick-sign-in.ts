import type { Database, PreparedStatement } from '../database/database.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { digestOf, newSecretToken } from '../kernel/secrets.js';
import type { Attempt } from '../passwords/password-attempts.service.js';
import { UsersWithRights } from '../roles/users-with-rights.js';
import { deviceName } from '../sessions/device-name.js';
import type { OpenSession, Sessions } from '../sessions/sessions.service.js';
import type { User } from '../users/user.entity.js';
import { signInEvents } from './sign-in.events.js';

interface QuickSignInNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessions: Sessions;
  readonly emailVerification: 'required' | 'optional';
}

/**
 * The sign-in that goes well, from a device seen before, as one statement on PostgreSQL: while the verified password is
 * still the user's and nothing bars them, it opens the session and records what `SignIn` records; otherwise it does
 * nothing, and `SignIn` goes its clear way, in several statements.
 */
export class QuickSignIn {
  private readonly users: UsersWithRights;
  private readonly statement: PreparedStatement;

  constructor(private readonly needs: QuickSignInNeeds) {
    this.users = new UsersWithRights(needs.database);
    this.statement = { name: 'quick-sign-in', sql: sql(this.users, needs.emailVerification === 'required') };
  }

  /**
   * @param verified whose password was right a moment ago
   * @param attempt the guess at it, which is forgotten with all before
   */
  async admit(
    verified: User,
    attempt: Attempt,
    client: ClientInfo,
    givenName?: string | null,
  ): Promise<OpenSession | null> {
    if (this.needs.database.dialect === 'sqlite') return null;
    const now = this.needs.clock.now();
    const endsAt = this.needs.sessions.latestEnd();
    const expiresAt = this.needs.sessions.idleEnd({ endsAt });
    const name = deviceName(givenName, client.userAgent);
    const sessionId = this.needs.ids.next();
    const refreshToken = newSecretToken();
    const rows = await this.needs.database.prepared(this.statement, [
      verified.id,
      verified.passwordHash,
      now.toISOString(),
      client.ip,
      name ?? '',
      sessionId,
      name,
      expiresAt.toISOString(),
      endsAt.toISOString(),
      this.needs.ids.next(),
      digestOf(refreshToken),
      this.needs.ids.next(),
      client.userAgent,
      attempt.digests,
    ]);
    const row = rows?.[0];
    return row ? { ...this.users.fromRow(row, 0), sessionId, deviceName: name, expiresAt, refreshToken } : null;
  }
}

function sql(users: UsersWithRights, onlyVerified: boolean): string {
  return `with admitted as (
      update users u set last_login_at = $3::timestamptz, last_login_ip = $4, failed_login_count = 0
      from known_devices d
      where u.id = $1::uuid and u.password_hash = $2 and u.suspended_at is null and u.deleted_at is null
        ${onlyVerified ? 'and u.email_verified_at is not null' : ''} and d.user_id = u.id and d.name = $5
      returning u.*
    ), met as (
      update known_devices d set last_seen_at = $3::timestamptz from admitted where d.user_id = admitted.id and d.name = $5
    ), opened as (
      insert into sessions (id, user_id, device_name, ip, created_at, last_used_at, expires_at, ends_at)
      select $6::uuid, id, $7, $4, $3::timestamptz, $3::timestamptz, $8::timestamptz, $9::timestamptz from admitted
    ), added as (
      insert into refresh_tokens (id, session_id, digest, created_at)
      select $10::uuid, $6::uuid, $11, $3::timestamptz from admitted
    ), recorded as (
      insert into events (id, name, user_id, ip, user_agent, metadata, created_at)
      select $12::uuid, '${signInEvents.loginSucceeded.name}', id, $4, $13, '{"method": "password"}', $3::timestamptz
      from admitted
    ), guesses as (
      -- In the order in which all others lock them, so that nobody waits in a circle.
      select a.digest from admitted, password_attempts a where a.digest = any($14::text[]) order by a.digest collate "C" for update of a
    ), forgotten as (
      update password_attempts a set failures = 0, waits_until = null from guesses where a.digest = guesses.digest
    )
    select ${users.select('u')} from admitted u`;
}
