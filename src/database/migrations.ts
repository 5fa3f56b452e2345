import { readdir } from 'node:fs/promises';
import type { MigrationObject } from '@mikro-orm/sql';
import type { DatabaseTarget } from './database-url.js';

export const MIGRATIONS_TABLE = 'usergraph_migrations';

/** The frozen history of one database, oldest first, from `migrations/<dialect>/`. */
export async function loadMigrations(dialect: DatabaseTarget['dialect']): Promise<MigrationObject[]> {
  const folder = new URL(`../../migrations/${dialect}/`, import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.js$/, ''),
      class: ((await import(new URL(file, folder).href)) as { default: MigrationObject['class'] }).default,
    })),
  );
}
