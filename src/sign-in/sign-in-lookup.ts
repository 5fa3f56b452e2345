import type { Database } from '../database/database.js';
import { RowMapping } from '../database/row-mapping.js';
import { byKey, SharedStatement } from '../database/shared-statement.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { Clock } from '../kernel/clock.js';
import { before } from '../kernel/duration.js';
import {
  KEPT_AFTER_EXPIRY,
  type PendingRegistration,
  PendingRegistrationEntity,
} from '../registration/pending-registration.entity.js';
import { usernameKey } from '../users/profile.js';
import { type User, UserEntity } from '../users/user.entity.js';

export interface FoundAccount {
  /** The canonical form of what was typed, so that no way of writing it gets guesses of its own. */
  readonly key: string;
  readonly user: User | null;
  /** The newest registration that waits for the address; kept a while after its end. */
  readonly pending: PendingRegistration | null;
}

type Key = 'emailKey' | 'usernameKey';

/**
 * Finds what an identifier may be. A login is to cost hardly more than its password hash, so both reads are one prepared
 * statement, which logins share that come in the same turn of the event loop.
 */
export class SignInLookup {
  private readonly users: RowMapping<User>;
  private readonly registrations: RowMapping<PendingRegistration>;
  private readonly shared: Readonly<Record<Key, SharedStatement<string>>>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.users = new RowMapping(database, UserEntity);
    this.registrations = new RowMapping(database, PendingRegistrationEntity);
    this.shared = { emailKey: this.sharedBy('emailKey'), usernameKey: this.sharedBy('usernameKey') };
  }

  /** Deleted users have no address or username any more and are not found by them. */
  async find(identifier: string): Promise<FoundAccount> {
    const { key, value } = understood(identifier);
    const row = await this.shared[key].ask(value, value);
    if (row === null) return this.plainly(identifier);
    const [, userId, pendingId, ...columns] = row;
    return {
      key: value,
      user: typeof userId === 'string' ? this.users.fromRow(columns, 0) : null,
      pending: typeof pendingId === 'string' ? this.registrations.fromRow(columns, this.users.width) : null,
    };
  }

  /** The same by MikroORM. */
  async plainly(identifier: string): Promise<FoundAccount> {
    const em = this.database.reader();
    const { key, value } = understood(identifier);
    const user = await em.findOne(UserEntity, { [key]: value });
    const fresh = { [key]: value, expiresAt: { $gt: before(this.clock.now(), KEPT_AFTER_EXPIRY) } };
    const pending = await em.findOne(PendingRegistrationEntity, fresh, { orderBy: { id: 'desc' } });
    return { key: value, user, pending };
  }

  /** Each value that is asked for has a row, so one without is to be asked plainly. */
  private sharedBy(key: Key): SharedStatement<string> {
    const sqlite = this.database.dialect === 'sqlite';
    const asked = sqlite ? 'json_each(?) as asked' : 'unnest((select $1::text[])) as asked (value)';
    const sql = `select asked.value, u.id, p.id, ${this.users.select('u')}, ${this.registrations.select('p')}
      from ${asked}
      left join users u on u.${COLUMNS[key]} = asked.value
      left join pending_registrations p on p.id = (
        select id from pending_registrations
        where ${COLUMNS[key]} = asked.value and expires_at > ${sqlite ? '?' : '$2'} order by id desc limit 1)`;
    return new SharedStatement(async (values) => {
      const kept = before(this.clock.now(), KEPT_AFTER_EXPIRY);
      return byKey((await this.database.prepared({ name: `sign-in-by-${key}`, sql }, [values, kept])) ?? []);
    });
  }
}

const COLUMNS: Readonly<Record<Key, string>> = { emailKey: 'email_key', usernameKey: 'username_key' };

/** A username never holds an `@`. What is neither can't be anybody's; it is looked up all the same, cut to a sane length. */
function understood(identifier: string): { key: Key; value: string } {
  const emailKey = parseEmailAddress(identifier)?.key;
  if (emailKey !== undefined) return { key: 'emailKey', value: emailKey };
  const username = identifier.trim().slice(0, 100).toWellFormed().replaceAll('\0', '');
  return { key: 'usernameKey', value: usernameKey(username) };
}
