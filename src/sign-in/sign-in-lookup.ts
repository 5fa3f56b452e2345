import type { Database, PreparedStatement } from '../database/database.js';
import { RowMapping } from '../database/row-mapping.js';
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
 * Finds what an identifier may be. A login is to cost hardly more than its password hash, so both reads are prepared
 * statements, at once.
 */
export class SignInLookup {
  private readonly users: RowMapping<User>;
  private readonly registrations: RowMapping<PendingRegistration>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.users = new RowMapping(database, UserEntity);
    this.registrations = new RowMapping(database, PendingRegistrationEntity);
  }

  /** Deleted users have no address or username any more and are not found by them. */
  async find(identifier: string): Promise<FoundAccount> {
    const { key, value } = understood(identifier);
    const kept = before(this.clock.now(), KEPT_AFTER_EXPIRY);
    const [users, registrations] = await Promise.all([
      this.database.prepared(this.userBy(key), [value]),
      this.database.prepared(this.registrationBy(key), [value, this.registrations.parameter(kept)]),
    ]);
    if (users === null || registrations === null) return this.plainly(identifier);
    return {
      key: value,
      user: users[0] ? this.users.fromRow(users[0], 0) : null,
      pending: registrations[0] ? this.registrations.fromRow(registrations[0], 0) : null,
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

  private userBy(key: Key): PreparedStatement {
    const [value] = this.placeholders;
    return {
      name: `user-by-${key}`,
      sql: `select ${this.users.select('u')} from users u where ${COLUMNS[key]} = ${value}`,
    };
  }

  private registrationBy(key: Key): PreparedStatement {
    const [value, kept] = this.placeholders;
    return {
      name: `registration-by-${key}`,
      sql: `select ${this.registrations.select('p')} from pending_registrations p
        where ${COLUMNS[key]} = ${value} and p.expires_at > ${kept} order by p.id desc limit 1`,
    };
  }

  private get placeholders(): readonly [string, string] {
    return this.database.dialect === 'sqlite' ? ['?', '?'] : ['$1', '$2'];
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
