import { entities } from '../../src/app/entities.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { type DatabaseOptions, openDatabase } from '../../src/database/open-database.js';
import type { Database } from '../../src/database/database.js';
import { silentLogger } from '../../src/kernel/logger.js';
import type { TestDatabase } from './test-database.js';

/** Does something with a database, by a connection of its own. */
export async function withDatabase<T>(
  url: string,
  work: (database: Database, options: DatabaseOptions) => Promise<T>,
): Promise<T> {
  const target = parseDatabaseUrl(url);
  if (!target) throw new Error(`not a database: ${url}`);
  const options = { target, entities, logger: silentLogger, poolSize: 2 };
  const database = await openDatabase(options);
  try {
    return await work(database, options);
  } finally {
    await database.close();
  }
}

/** The same with a database that is made for it, and is gone after it. */
export async function withFreshDatabase<T extends TestDatabase>(
  fresh: () => Promise<T>,
  work: (database: Database, created: T) => Promise<void>,
): Promise<void> {
  const created = await fresh();
  try {
    await withDatabase(created.url, (database) => work(database, created));
  } finally {
    await created.drop();
  }
}

export async function countRows(url: string, table: string): Promise<number> {
  const [row] = await withDatabase(url, (database) =>
    database.reader().execute<{ count: number | string }[]>(`select count(*) as count from ${table}`),
  );
  return Number(row?.count);
}
