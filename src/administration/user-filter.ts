import { isGiven } from '../kernel/given.js';
import { UserStatus } from '../users/user-status.js';
import { allOf, anyOf, type Condition, joined, sql } from './condition.js';
import { searchCondition, type SearchDialect } from './user-search.js';

/** Which users a list holds. What is left out does not narrow it. */
export interface UserFilter {
  readonly search?: string | null | undefined;
  readonly status?: readonly UserStatus[] | null | undefined;
  /** The name of a role. */
  readonly role?: string | null | undefined;
  readonly isAdmin?: boolean | null | undefined;
  readonly emailVerified?: boolean | null | undefined;
  /** That instant or later. */
  readonly createdAfter?: Date | null | undefined;
  /** Before that instant. */
  readonly createdBefore?: Date | null | undefined;
  readonly includeDeleted?: boolean | null | undefined;
}

/** A filter as the database is asked: of users who are there and of deleted ones apart, for each has its own indexes. */
export interface Scope {
  readonly deleted: boolean;
  readonly conditions: readonly Condition[];
}

/** No scope at all where the filter can't match anybody. */
export function scopesOf(filter: UserFilter, dialect: SearchDialect): readonly Scope[] {
  const everywhere = conditionsOf(filter, dialect);
  if (everywhere === null) return [];
  const statuses = filter.status ?? null;
  const live = statuses === null || statuses.some((status) => status !== UserStatus.DELETED);
  const deleted = statuses === null ? filter.includeDeleted === true : statuses.includes(UserStatus.DELETED);
  const ofStatus = statuses === null ? [] : statusConditions(statuses);
  return [
    ...(live ? [{ deleted: false, conditions: [...ofStatus, ...everywhere] }] : []),
    ...(deleted ? [{ deleted: true, conditions: everywhere }] : []),
  ];
}

function conditionsOf(filter: UserFilter, dialect: SearchDialect): readonly Condition[] | null {
  const { role, isAdmin, emailVerified, createdAfter, createdBefore } = filter;
  const search = searchCondition(filter.search, dialect);
  // No role has such a name, and PostgreSQL refuses a NUL in a text.
  if (search === 'nobody' || role?.includes('\0') === true) return null;
  const conditions: Condition[] = [];
  if (search !== null) conditions.push(search);
  if (isGiven(role)) conditions.push(roleCondition(role));
  if (isGiven(isAdmin)) conditions.push(isAdmin ? ADMINISTRATOR : { check: sql('not u.is_admin') });
  if (isGiven(emailVerified)) conditions.push(emailVerified ? VERIFIED : UNVERIFIED);
  if (isGiven(createdAfter) || isGiven(createdBefore)) conditions.push(creationCondition(createdAfter, createdBefore));
  return conditions;
}

function creationCondition(from: Date | null | undefined, to: Date | null | undefined): Condition {
  const within = (user: string) =>
    allOf([
      ...(isGiven(from) ? [sql(`${user}.created_at >= ?`, from)] : []),
      ...(isGiven(to) ? [sql(`${user}.created_at < ?`, to)] : []),
    ]);
  const { text, values } = within('c');
  const each = ['is null', 'is not null'].map((deleted) =>
    sql(`select c.id from users c where c.deleted_at ${deleted} and ${text}`, ...values),
  );
  return { check: within('u'), driver: joined(each, ' union all '), onCreation: true };
}

function roleCondition(name: string): Condition {
  const role = '(select r.id from roles r where r.name = ?)';
  return {
    // Not `exists`: PostgreSQL would read everybody who holds the role, to look a few users up among them.
    check: sql(`(select 1 from user_roles h where h.user_id = u.id and h.role_id = ${role}) is not null`, name),
    driver: sql(`select h.user_id as id from user_roles h where h.role_id = ${role}`, name),
  };
}

const ADMINISTRATOR: Condition = {
  check: sql('u.is_admin'),
  driver: sql('select a.id from users a where a.is_admin'),
  onCreation: true,
};
const VERIFIED: Condition = { check: sql('u.email_verified_at is not null') };
const UNVERIFIED: Condition = {
  check: sql('u.email_verified_at is null'),
  driver: sql('select v.id from users v where v.email_verified_at is null'),
  onCreation: true,
};
const SUSPENDED: Condition = {
  check: sql('u.suspended_at is not null'),
  driver: sql('select s.id from users s where s.suspended_at is not null'),
  onCreation: true,
};

/** Of users who are not deleted. Where one of the wanted kinds has no index of its own, all of them together have none. */
function statusConditions(statuses: readonly UserStatus[]): readonly Condition[] {
  const wanted = new Set(statuses);
  wanted.delete(UserStatus.DELETED);
  const kinds: Readonly<Record<Exclude<UserStatus, UserStatus.DELETED>, Condition>> = {
    SUSPENDED,
    PENDING_VERIFICATION: {
      check: sql('u.suspended_at is null and u.email_verified_at is null'),
      driver: sql('select p.id from users p where p.email_verified_at is null and p.suspended_at is null'),
      onCreation: true,
    },
    ACTIVE: { check: sql('u.suspended_at is null and u.email_verified_at is not null') },
  };
  const chosen = Object.entries(kinds).filter(([status]) => wanted.has(status as UserStatus));
  return chosen.length === Object.keys(kinds).length ? [] : [anyOf(chosen.map(([, kind]) => kind))];
}
