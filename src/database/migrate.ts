import { setTimeout as sleep } from 'node:timers/promises';
import { type EntityManager, TableNotFoundException } from '@mikro-orm/sql';
import { type Duration, milliseconds, minutes } from '../kernel/duration.js';
import type { Database } from './database.js';
import { migrationNames, MIGRATIONS_TABLE, migratorOf } from './migrations.js';
import { type DatabaseOptions, openDatabase } from './open-database.js';

/** Any number that no other program locks on the same database: "usergraph" on a phone keypad. */
const LOCK = 874_372_747;
const RETRY: Duration = milliseconds(100);
const PATIENCE: Duration = minutes(5);

/** Reads only: the migrator's own list creates its table first, which several instances can't do at once. */
export async function pendingMigrations(database: Database, options: DatabaseOptions): Promise<string[]> {
  const known = await migrationNames(options.target.dialect);
  const applied = await appliedMigrations(database);
  return known.filter((name) => !applied.has(name));
}

async function appliedMigrations(database: Database): Promise<ReadonlySet<string>> {
  try {
    const rows = await database.reader().execute<{ name: string }[]>(`select name from ${MIGRATIONS_TABLE}`);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (error instanceof TableNotFoundException) return new Set();
    throw error;
  }
}

/**
 * Brings the tables up to date. Any number of instances may start at once on one database: MikroORM has no lock of its
 * own, so all pending migrations run in one transaction that holds one, and the list is read inside it.
 *
 * @returns the names of the migrations that this call applied
 */
export async function migrate(database: Database, options: DatabaseOptions): Promise<string[]> {
  if ((await pendingMigrations(database, options)).length === 0) return [];
  if (database.dialect === 'sqlite') return migrateSqlite(database);

  const patient = await openDatabase({ ...options, poolSize: 2, patient: true });
  try {
    return await migratePostgresql(patient);
  } finally {
    await patient.close();
  }
}

async function migratePostgresql(database: Database): Promise<string[]> {
  const migrator = await migratorOf(database);
  return database.transaction(async (em) => {
    await waitForLock(em);
    const transaction: unknown = em.getTransactionContext();
    return (await migrator.up({ transaction })).map(({ name }) => name);
  });
}

async function waitForLock(em: EntityManager): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += RETRY) {
    const [row] = await em.execute<{ locked: boolean }[]>(`select pg_try_advisory_xact_lock(${LOCK}) as locked`);
    if (row?.locked === true) return;
    await sleep(RETRY);
  }
  throw new Error(
    'Another instance has been migrating this database for five minutes; look at it before starting again.',
  );
}

/**
 * `begin immediate` takes SQLite's one write lock before the pending list is read. SQLite changes a table by copying it
 * and dropping the old one, which would delete what refers to it; so foreign keys are off meanwhile (they can't be
 * switched inside a transaction) and are checked as a whole before the commit.
 */
async function migrateSqlite(database: Database): Promise<string[]> {
  const migrator = await migratorOf(database);
  const connection = database.orm.em.getConnection();
  await connection.execute(`pragma busy_timeout = ${PATIENCE}`);
  await connection.execute('pragma foreign_keys = off');
  await connection.execute('begin immediate');
  try {
    const applied = (await migrator.up()).map(({ name }) => name);
    const broken = await connection.execute<unknown[]>('pragma foreign_key_check');
    if (broken.length > 0) throw new Error(`a migration left ${broken.length} rows without what they refer to`);
    await connection.execute('commit');
    return applied;
  } catch (error) {
    await connection.execute('rollback');
    throw error;
  } finally {
    await connection.execute('pragma foreign_keys = on');
    await connection.execute('pragma busy_timeout = 3000');
  }
}
