import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { asAdministrator, databaseName, postgresUrl, runFolder, type TestDatabase } from './test-database.js';

/** A database without a single table, as somebody has who starts for the first time. */
export function emptySqlite(): TestDatabase {
  const folder = join(runFolder(), randomUUID());
  return {
    url: `sqlite:${join(folder, 'users.db')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function emptyPostgres(): Promise<TestDatabase> {
  const name = databaseName(randomUUID().replaceAll('-', ''));
  await asAdministrator((client) => client.query(`create database ${name}`));
  const drop = () => asAdministrator((client) => client.query(`drop database if exists ${name} with (force)`));
  return { url: postgresUrl(name), drop };
}

/** Refuses new connections to a PostgreSQL database and ends those that are there: it is away, as far as its users can tell. */
export async function takeAway({ url }: TestDatabase): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await asAdministrator(async (client) => {
    await client.query(`alter database ${name} allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  });
}

export async function bringBack({ url }: TestDatabase): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await asAdministrator((client) => client.query(`alter database ${name} allow_connections true`));
}
