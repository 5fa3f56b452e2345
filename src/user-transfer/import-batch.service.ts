import { type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/sql';
import { administrationEvents } from '../administration/administration.events.js';
import { operator } from '../administration/author.js';
import type { Database } from '../database/database.js';
import type { EventLog, RecordedEvent } from '../events/event-log.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { endPendingRegistrations } from '../registration/pending-registrations.js';
import { registrationEvents } from '../registration/registration.events.js';
import { RoleEntity, UserRoleEntity } from '../roles/role.entity.js';
import { isRoleName } from '../roles/role-form.js';
import { usernameKey } from '../users/profile.js';
import { type User, UserEntity } from '../users/user.entity.js';
import { canBeLeftOut, type CheckedRow, rowProblem, type RowRules } from './check-row.js';
import { lockImports } from './import-lock.js';
import type { RowProblem } from './row-problem.js';

/** A row with the id under which the person is known here. */
export interface Arrival extends CheckedRow {
  readonly id: string;
  readonly roleIds: readonly string[];
}

export interface BatchOutcome {
  readonly arrivals: readonly Arrival[];
  /** How many have an account already; nothing of theirs was changed. */
  readonly alreadyThere: number;
  readonly problems: readonly RowProblem[];
}

interface Taken {
  readonly emails: Set<string>;
  readonly usernames: Set<string>;
  readonly ids: Set<string>;
}

interface ImportBatchNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tokens: OneTimeTokens;
  readonly events: EventLog;
}

/** Brings a batch of people in, as a whole or not at all. */
export class ImportBatch {
  constructor(private readonly needs: ImportBatchNeeds) {}

  /** A unique key that somebody else takes in this moment makes the transaction run again, and find them there. */
  bringIn(rows: readonly CheckedRow[], rules: RowRules): Promise<BatchOutcome> {
    return this.needs.database.transaction(async (em) => {
      await lockImports(em, this.needs.database.dialect);
      const outcome = await this.sort(em, rows, rules);
      if (outcome.arrivals.length > 0) await this.store(em, outcome.arrivals);
      return outcome;
    });
  }

  /** What `bringIn` would do, as far as can be told without doing it. */
  preview(rows: readonly CheckedRow[], rules: RowRules): Promise<BatchOutcome> {
    return this.sort(this.needs.database.reader(), rows, rules);
  }

  /** Tells who is new, who is here, and whom something keeps out that only the database knows. */
  private async sort(em: EntityManager, rows: readonly CheckedRow[], rules: RowRules): Promise<BatchOutcome> {
    const taken = await this.taken(em, rows);
    const roles = await this.roles(em, rows);
    const arrivals: Arrival[] = [];
    const problems: RowProblem[] = [];
    let alreadyThere = 0;
    for (const row of rows) {
      if (taken.emails.has(row.email.key)) {
        alreadyThere += 1;
        continue;
      }
      const { arrival, found } = this.admit(row, taken, roles, rules);
      problems.push(...found);
      if (!arrival) continue;
      arrivals.push(arrival);
      taken.emails.add(row.email.key);
      taken.ids.add(arrival.id);
      if (arrival.profile.username !== null) taken.usernames.add(usernameKey(arrival.profile.username));
    }
    return { arrivals, alreadyThere, problems };
  }

  /** The ids of roles by name, kept from being deleted until the people are there. */
  private async roles(em: EntityManager, rows: readonly CheckedRow[]): Promise<ReadonlyMap<string, string>> {
    const names = [...new Set(rows.flatMap(({ roles }) => roles))].filter(isRoleName);
    const lockMode = em.isInTransaction() ? LockMode.PESSIMISTIC_READ : LockMode.NONE;
    const found =
      names.length === 0
        ? []
        : await em.find(RoleEntity, { name: { $in: names } }, { orderBy: { id: 'asc' }, lockMode });
    return new Map(found.map(({ name, id }) => [name, id]));
  }

  private admit(
    row: CheckedRow,
    taken: Taken,
    roles: ReadonlyMap<string, string>,
    rules: RowRules,
  ): { arrival: Arrival | null; found: readonly RowProblem[] } {
    const { line, profile } = row;
    const usernameTaken = profile.username !== null && taken.usernames.has(usernameKey(profile.username));
    const found = [
      ...(row.id !== null && taken.ids.has(row.id) ? [rowProblem(line, 'id', 'ID_TAKEN')] : []),
      ...(row.roles.every((name) => roles.has(name)) ? [] : [rowProblem(line, 'roles', 'UNKNOWN_ROLE')]),
      ...(usernameTaken ? [rowProblem(line, 'username', 'USERNAME_TAKEN', canBeLeftOut('username', rules))] : []),
    ];
    if (found.some(({ outcome }) => outcome === 'refused')) return { arrival: null, found };
    const arrival = {
      ...row,
      id: row.id ?? this.needs.ids.next(),
      profile: usernameTaken ? { ...profile, username: null } : profile,
      roleIds: row.roles.flatMap((name) => roles.get(name) ?? []),
    };
    return { arrival, found };
  }

  private async taken(em: EntityManager, rows: readonly CheckedRow[]): Promise<Taken> {
    const usernames = rows.flatMap(({ profile: { username } }) => (username === null ? [] : [usernameKey(username)]));
    const ids = rows.flatMap(({ id }) => id ?? []);
    // One query for each, so that each uses its own index.
    const find = async (where: object) =>
      em.find(UserEntity, where, { fields: ['emailKey', 'usernameKey'], disableIdentityMap: true });
    const byEmail = await find({ emailKey: { $in: rows.map(({ email }) => email.key) } });
    const byUsername = usernames.length > 0 ? await find({ usernameKey: { $in: usernames } }) : [];
    const byId = ids.length > 0 ? await find({ id: { $in: ids } }) : [];
    return {
      emails: new Set(byEmail.flatMap(({ emailKey }) => emailKey ?? [])),
      usernames: new Set(byUsername.flatMap(({ usernameKey: key }) => key ?? [])),
      ids: new Set(byId.map(({ id }) => id)),
    };
  }

  private async store(em: EntityManager, arrivals: readonly Arrival[]): Promise<void> {
    const now = this.needs.clock.now();
    await em.insertMany(
      UserEntity,
      arrivals.map((arrival) => userRow(arrival, now)),
    );
    const roles = arrivals.flatMap(({ id, roleIds }) => roleIds.map((role) => ({ user: id, role })));
    if (roles.length > 0) await em.insertMany(UserRoleEntity, roles);
    await endPendingRegistrations(em, this.needs.tokens, ...arrivals.map(({ email }) => email.key));
    await this.needs.events.recordEvents(em, arrivals.flatMap(eventsOf));
  }
}

function userRow(arrival: Arrival, now: Date): RequiredEntityData<User> {
  const { id, email, profile, createdAt } = arrival;
  return {
    id,
    email: email.address,
    emailKey: email.key,
    // When they answered a mail elsewhere is not known.
    emailVerifiedAt: arrival.emailVerified ? now : null,
    ...profile,
    usernameKey: profile.username === null ? null : usernameKey(profile.username),
    passwordHash: arrival.passwordHash,
    isAdmin: arrival.isAdmin,
    failedLoginCount: 0,
    lastLoginAt: arrival.lastLoginAt,
    suspendedAt: arrival.suspended ? now : null,
    createdAt: createdAt ?? now,
    updatedAt: now,
  };
}

function eventsOf({ id, isAdmin }: Arrival): RecordedEvent[] {
  const { client, metadata } = operator;
  const registered = { userId: id, client, kind: registrationEvents.userRegistered, metadata: { method: 'import' } };
  const granted = { userId: id, client, kind: administrationEvents.adminGranted, metadata };
  return isAdmin ? [registered, granted] : [registered];
}
