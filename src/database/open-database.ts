import type { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EntitySchema, Options, SqlMikroORM } from '@mikro-orm/sql';
import { minutes, seconds } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import { type KyselyConnection, preventLeaks } from './connection-leaks.js';
import { Database } from './database.js';
import type { DatabaseTarget } from './database-url.js';
import { MIGRATIONS_TABLE } from './migrations.js';
import { readPostgresqlUrl, tlsOptions } from './postgresql-url.js';
import { endSilentConnections } from './silent-connections.js';

export interface DatabaseOptions {
  readonly target: DatabaseTarget;
  readonly entities: readonly EntitySchema[];
  readonly logger: Logger;
  /** PostgreSQL connections at most. */
  readonly poolSize?: number;
  /** Migrations may take their time; everything else must answer within seconds. */
  readonly patient?: boolean;
}

let opened = 0;

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { target } = options;
  const shared = sharedOptions(options);
  return new Database(
    target.dialect === 'sqlite'
      ? await openSqlite(target.path, shared)
      : await openPostgresql(target.url, options, shared),
    target.dialect,
  );
}

function sharedOptions({ entities, logger }: DatabaseOptions): Options {
  opened += 1;
  return {
    entities: [...entities],
    // Within a host application's RequestContext, `em.fork()` would otherwise read the host's database: MikroORM finds
    // the current entity manager by this name, and the host's is called "default".
    contextName: `usergraph-${opened}`,
    migrations: { tableName: MIGRATIONS_TABLE },
    // Kept by triggers, and made by migrations alone: see migrations/*/*-user-lists.js.
    schemaGenerator: { skipTables: [/^user_search/], ignoreTriggers: true, ignoreRoutines: true },
    forceUtcTimezone: true,
    logger: (message) => logger.debug(message),
    colors: false,
  };
}

async function openSqlite(path: string, shared: Options): Promise<SqlMikroORM> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const { MikroORM } = await import('@mikro-orm/sqlite');
  const orm = new MikroORM({
    ...shared,
    dbName: path,
    driverOptions: { timeout: seconds(3) },
    onCreateConnection: async (created: KyselyConnection) => {
      beginImmediate(created);
      preventLeaks(created);
    },
  } as never);
  const connection = orm.em.getConnection();
  await connection.execute('pragma journal_mode = wal');
  // In WAL mode only FULL makes a commit durable over a power cut.
  await connection.execute('pragma synchronous = full');
  await connection.execute('pragma foreign_keys = on');
  return orm;
}

/**
 * SQLite waits for another process (a second instance, a command) only where a transaction begins as one that writes;
 * one that has read before is refused at once. MikroORM knows `begin` alone.
 */
function beginImmediate(connection: KyselyConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = (query, options) =>
    execute(query.sql === 'begin' ? { ...query, sql: 'begin immediate' } : query, options);
}

async function openPostgresql(
  url: string,
  { poolSize = 10, patient = false }: DatabaseOptions,
  shared: Options,
): Promise<SqlMikroORM> {
  const place = readPostgresqlUrl(url);
  if (place === null) throw new Error('The URL of the database can not be understood.');
  const { MikroORM } = await import('@mikro-orm/postgresql');
  const limits = patient
    ? { connectionTimeoutMillis: seconds(10), query_timeout: minutes(60) }
    : {
        connectionTimeoutMillis: seconds(2),
        lock_timeout: seconds(2),
        statement_timeout: seconds(2.5),
        idle_in_transaction_session_timeout: seconds(10),
        onPoolCreated: (pool: EventEmitter) => endSilentConnections(pool, seconds(3)),
      };
  const orm = new MikroORM({
    ...shared,
    host: place.host,
    port: place.port,
    user: place.user,
    password: place.password,
    dbName: place.database,
    pool: { min: 0, max: poolSize },
    onCreateConnection: async (created: KyselyConnection) => preventLeaks(created),
    driverOptions: { ...limits, ssl: tlsOptions(place), application_name: 'usergraph', keepAlive: true },
  } as never);
  return orm;
}
