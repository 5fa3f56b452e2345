import type { Database } from '../database/database.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import { SharedStatement } from '../database/shared-statement.js';
import type { Clock } from '../kernel/clock.js';
import type { Roles } from '../roles/roles.service.js';
import type { UsersWithRights, UserWithRights } from '../roles/users-with-rights.js';
import { SessionEntity } from './session.entity.js';

/** A living session, and all that a request must know of whose it is. */
export interface FoundSession {
  readonly id: string;
  readonly accessRecordedAt: Date | null;
  readonly holder: UserWithRights;
}

/**
 * Reads session, user and the ids of their roles at once. Every request with a bearer token does this, and of sessions
 * and users nothing is kept from one to the next, so that a log-out or a lost role acts at once; so it is the one read
 * that is worth a statement of its own. Requests that come in the same turn of the event loop share it.
 *
 * `plainly` is the same by MikroORM, and what the tests compare it with. The figures are in docs/performance.md.
 */
export class SessionLookup {
  private readonly statement: PreparedStatement;
  private readonly shared = new SharedStatement<string, FoundSession>((ids) => this.findAll(ids));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly roles: Roles,
    private readonly users: UsersWithRights,
  ) {
    this.statement = { name: 'session-lookup', sql: this.sql() };
  }

  /** @returns null for a session that is unknown or over; a suspended or deleted user is for the caller to refuse */
  find(sessionId: string): Promise<FoundSession | null> {
    return this.shared.ask(sessionId, sessionId);
  }

  async plainly(sessionId: string): Promise<FoundSession | null> {
    const em = this.database.reader();
    const alive = { id: sessionId, endedAt: null, expiresAt: { $gt: this.clock.now() } };
    const session = await em.findOne(SessionEntity, alive, { populate: ['user'] });
    if (session === null) return null;
    const { id, accessRecordedAt, user } = session;
    const roles = await this.roles.of(em, user.id);
    const rights = await this.roles.rightsOf(em, user);
    return { id, accessRecordedAt: accessRecordedAt ?? null, holder: { user, roles, rights } };
  }

  private async findAll(ids: readonly string[]): Promise<ReadonlyMap<string, FoundSession>> {
    const rows = await this.database.prepared(this.statement, [ids, this.clock.now()]);
    const found = rows
      ? await this.users.fromRows(rows, 2, (holder, row) => this.found(holder, row))
      : await Promise.all(ids.map((id) => this.plainly(id)));
    return new Map(found.flatMap((session) => (session ? [[session.id, session]] : [])));
  }

  private sql(): string {
    const alive =
      this.database.dialect === 'sqlite'
        ? 's.id in (select value from json_each(?)) and s.ended_at is null and s.expires_at > ?'
        : 's.id = any((select $1)::uuid[]) and s.ended_at is null and s.expires_at > $2::timestamptz';
    return `select s.id, s.access_recorded_at, ${this.users.select('u')}
      from sessions s join users u on u.id = s.user_id where ${alive}`;
  }

  private found(holder: UserWithRights, [id, accessRecordedAt]: readonly unknown[]): FoundSession {
    return { id: String(id), accessRecordedAt: this.users.instant(accessRecordedAt), holder };
  }
}
