import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { entities } from '../../src/app/entities.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { migrate } from '../../src/database/migrate.js';
import { openDatabase } from '../../src/database/open-database.js';
import { silentLogger } from '../../src/kernel/logger.js';

declare global {
  /** What this run is on; set per project in jest.config.mjs. */
  var testDatabase: 'sqlite' | 'postgresql';
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own, up to date and empty, of the kind that this run is about. */
export function freshDatabase(): Promise<TestDatabase> {
  return globalThis.testDatabase === 'sqlite' ? freshSqlite() : freshPostgres();
}

/** A file and not `:memory:`: copying a migrated one is faster than migrating, and several connections may open it. */
export async function freshSqlite(): Promise<TestDatabase> {
  const template = await sqliteTemplate();
  const path = join(runFolder(), `${randomUUID()}.sqlite`);
  copyFileSync(template, path);
  return {
    url: `sqlite:${path}`,
    async drop() {
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    },
  };
}

export async function freshPostgres(): Promise<TestDatabase> {
  const name = databaseName(randomUUID().replaceAll('-', ''));
  await asAdministrator(async (client) => {
    await ensurePostgresTemplate(client);
    await client.query(`create database ${name} template ${databaseName('template')} strategy file_copy`);
  });
  return {
    url: postgresUrl(name),
    async drop() {
      await asAdministrator((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

let madeSqliteTemplate: Promise<string> | undefined;

/** One per worker, so that two never write the same file. */
function sqliteTemplate(): Promise<string> {
  madeSqliteTemplate ??= (async () => {
    const path = join(runFolder(), `template-${process.env['JEST_WORKER_ID'] ?? '1'}.sqlite`);
    if (existsSync(path)) return path;
    await migrateTo(`sqlite:${path}.unfinished`);
    renameSync(`${path}.unfinished`, path);
    return path;
  })();
  return madeSqliteTemplate;
}

let madePostgresTemplate: Promise<void> | undefined;

function ensurePostgresTemplate(client: pg.Client): Promise<void> {
  return (madePostgresTemplate ??= makePostgresTemplate(client));
}

/** Made by whichever worker comes first; it gets its name when it is finished. */
async function makePostgresTemplate(client: pg.Client): Promise<void> {
  const finished = databaseName('template');
  const exists = async () =>
    (await client.query('select 1 from pg_database where datname = $1', [finished])).rowCount === 1;
  if (await exists()) return;

  await client.query('select pg_advisory_lock(1)');
  if (!(await exists())) {
    const unfinished = databaseName('unfinished');
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    await migrateTo(postgresUrl(unfinished));
    await client.query(`alter database ${unfinished} rename to ${finished}`);
  }
  await client.query('select pg_advisory_unlock(1)');
}

async function migrateTo(url: string): Promise<void> {
  const target = parseDatabaseUrl(url);
  if (target === null) throw new Error(`Not a database URL: ${url}`);
  const options = { target, entities, logger: silentLogger };
  const database = await openDatabase(options);
  try {
    await migrate(database, options);
  } finally {
    await database.close();
  }
}

let administrator: Promise<pg.Client> | undefined;

afterAll(async () => {
  await (await administrator)?.end();
});

/** By one connection for the whole file: to make one takes longer than a copy of the template. */
export async function asAdministrator(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  administrator ??= connected(new pg.Client({ connectionString: serverUrl() }));
  await work(await administrator);
}

async function connected(client: pg.Client): Promise<pg.Client> {
  await client.connect();
  return client;
}

export function databaseName(end: string): string {
  return `usergraph_${runFolder().slice(-6).toLowerCase()}_${end}`;
}

export function postgresUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function serverUrl(): string {
  return setting('TEST_POSTGRES_URL', 'this project does not start PostgreSQL: see jest.config.mjs');
}

export function runFolder(): string {
  return setting('TEST_RUN_FOLDER', 'it is made by tests/support/open-run-folder.mjs');
}

function setting(name: string, hint: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; ${hint}`);
  return value;
}
