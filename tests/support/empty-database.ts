import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestDatabase } from './test-database.js';

/** A database without a single table, as somebody has who starts for the first time. */
export function emptySqlite(): TestDatabase {
  const folder = join(runFolder(), randomUUID());
  return {
    url: `sqlite:${join(folder, 'users.db')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function emptyPostgres(): Promise<TestDatabase> {
  const name = `usergraph_${runFolder().slice(-6).toLowerCase()}_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(`create database ${name}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdministrator(`drop database if exists ${name} with (force)`) };
}

/** Refuses new connections to a PostgreSQL database and ends those that are there: it is away, as far as its users can tell. */
export async function takeAway({ url }: TestDatabase): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await asAdministrator(`alter database ${name} allow_connections false`);
  await asAdministrator(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
}

export async function bringBack({ url }: TestDatabase): Promise<void> {
  await asAdministrator(`alter database ${new URL(url).pathname.slice(1)} allow_connections true`);
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('this project does not start PostgreSQL: see jest.config.mjs');
  return url;
}

function runFolder(): string {
  const folder = process.env['TEST_RUN_FOLDER'];
  if (folder === undefined) throw new Error('TEST_RUN_FOLDER is made by tests/support/open-run-folder.mjs');
  return folder;
}
