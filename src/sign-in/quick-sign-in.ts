import type { Database } from '../database/database.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import { byKey, SharedStatement } from '../database/shared-statement.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { digestOf } from '../kernel/secrets.js';
import type { Attempt } from '../passwords/password-attempts.service.js';
import { LARGEST_GROUP } from '../passwords/password-hasher.js';
import type { UsersWithRights } from '../roles/users-with-rights.js';
import { deviceName } from '../sessions/device-name.js';
import { newRefreshToken } from '../sessions/refresh-token.js';
import type { OpenSession, Sessions } from '../sessions/sessions.service.js';
import type { User } from '../users/user.entity.js';
import { signInEvents } from './sign-in.events.js';

interface Asked {
  readonly verified: User;
  readonly attempt: Attempt;
  readonly client: ClientInfo;
  readonly device: string | null;
  readonly sessionId: string;
  readonly refreshToken: string;
}

interface QuickSignInNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessions: Sessions;
  readonly usersWithRights: UsersWithRights;
  readonly emailVerification: 'required' | 'optional';
}

/**
 * The sign-in that goes well, from a device seen before, as one statement on PostgreSQL: while the verified password is
 * still the user's and nothing bars them, it opens the session and records what `SignIn` records; otherwise it does
 * nothing, and `SignIn` goes its clear way, in several statements.
 * Those that come in the same turn of the event loop share it; one that fails for all leaves each to its clear way, and
 * so does a user's row that another has locked: nobody waits for somebody else's account.
 */
export class QuickSignIn {
  private readonly users: UsersWithRights;
  private readonly statement: PreparedStatement;
  private readonly shared = new SharedStatement<Asked>((all) => this.admitAll(all), { largest: LARGEST_GROUP });

  constructor(private readonly needs: QuickSignInNeeds) {
    this.users = needs.usersWithRights;
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
    const device = deviceName(givenName, client.userAgent);
    const sessionId = this.needs.ids.next();
    const refreshToken = newRefreshToken(sessionId);
    // A statement updates a row once: who signs in twice at once takes turns.
    for (let same; (same = this.shared.waitingFor(verified.id));) await same;
    const row = await this.shared.ask(verified.id, { verified, attempt, client, device, sessionId, refreshToken });
    if (!row) return null;
    const expiresAt = this.users.instant(row[1]) ?? this.needs.clock.now();
    const { user, roles, rights } = await this.users.fromRow(row, 2);
    return { user, roles, rights, sessionId, deviceName: device, expiresAt, refreshToken };
  }

  private async admitAll(all: readonly Asked[]): Promise<ReadonlyMap<string, readonly unknown[]>> {
    const endsAt = this.needs.sessions.latestEnd();
    const guesses = all.flatMap(({ verified, attempt }) =>
      attempt.digests.map((digest) => ({ userId: verified.id, digest })),
    );
    const values = [
      this.needs.clock.now(),
      this.needs.sessions.idleEnd({ endsAt }),
      endsAt,
      all.map(({ verified }) => verified.id),
      all.map(({ verified }) => verified.passwordHash ?? null),
      all.map(({ device }) => device),
      all.map(({ client }) => client.ip),
      all.map(({ client }) => client.userAgent),
      all.map(({ sessionId }) => sessionId),
      all.map(({ refreshToken }) => digestOf(refreshToken)),
      all.map(() => this.needs.ids.next()),
      guesses.map(({ userId }) => userId),
      guesses.map(({ digest }) => digest),
    ];
    const rows = await this.needs.database.prepared(this.statement, values).catch(() => null);
    return byKey(rows ?? []);
  }
}

function sql(users: UsersWithRights, onlyVerified: boolean): string {
  return `with asked as materialized (
      select * from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::text[],
          $11::uuid[])
        as a (user_id, verified_hash, device, ip, user_agent, session_id, token_digest, event_id)
    ), held as materialized (
      select a.* from asked a
      join users u on u.id = a.user_id and u.password_hash = a.verified_hash
        and u.suspended_at is null and u.deleted_at is null
        ${onlyVerified ? 'and u.email_verified_at is not null' : ''}
      join known_devices d on d.user_id = a.user_id and d.name = coalesce(a.device, '')
      for no key update of u skip locked
    ), admitted as (
      update users u set last_login_at = $1::timestamptz, last_login_ip = h.ip, failed_login_count = 0
      from held h where u.id = h.user_id
      returning u.*, h.device, h.ip, h.user_agent, h.session_id, h.token_digest, h.event_id
    ), met as (
      update known_devices d set last_seen_at = $1::timestamptz
      from admitted a where d.user_id = a.id and d.name = coalesce(a.device, '')
    ), opened as (
      insert into sessions (id, user_id, device_name, ip, created_at, last_used_at, expires_at, ends_at, token_digest)
      select session_id, id, device, ip, $1::timestamptz, $1::timestamptz, $2::timestamptz, $3::timestamptz, token_digest
      from admitted
    ), recorded as (
      insert into events (id, name, user_id, ip, user_agent, metadata, created_at)
      select event_id, '${signInEvents.loginSucceeded.name}', id, ip, user_agent, '{"method": "password"}', $1::timestamptz
      from admitted
    ), guesses as (
      -- In the order in which all others lock them, so that nobody waits in a circle.
      select g.digest from unnest($12::uuid[], $13::text[]) as made (user_id, digest)
      join admitted on admitted.id = made.user_id join password_attempts g on g.digest = made.digest
      order by g.digest collate "C" for update of g
    ), forgotten as (
      update password_attempts g set failures = 0, waits_until = null from guesses where g.digest = guesses.digest
    )
    select u.id, $2::timestamptz, ${users.select('u')} from admitted u`;
}
