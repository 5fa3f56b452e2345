import { readdir } from 'node:fs/promises';
import type { MigrationObject } from '@mikro-orm/sql';
import type { Database } from './database.js';
import type { DatabaseTarget } from './database-url.js';

export const MIGRATIONS_TABLE = 'usergraph_migrations';

type Dialect = DatabaseTarget['dialect'];

/** The names of the frozen history of one database, oldest first, from `migrations/<dialect>/`. */
export async function migrationNames(dialect: Dialect): Promise<string[]> {
  const files = await readdir(new URL(`../../migrations/${dialect}/`, import.meta.url));
  return files
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.replace(/\.js$/, ''))
    .sort();
}

/** MikroORM's migrator with that history. Nothing of it is loaded before there is something to do, which is rare. */
export async function migratorOf({ orm, dialect }: Database) {
  const { Migrator } = await import('@mikro-orm/migrations');
  const names = await migrationNames(dialect);
  orm.config.set('migrations', {
    ...orm.config.get('migrations'),
    migrationsList: await Promise.all(names.map((name) => loadMigration(dialect, name))),
    snapshot: false,
    // On SQLite `migrate` opens the transaction itself, as one that may write.
    transactional: dialect === 'postgresql',
    silent: true,
  });
  return new Migrator(orm.em);
}

async function loadMigration(dialect: Dialect, name: string): Promise<MigrationObject> {
  const module: unknown = await import(`../../migrations/${dialect}/${name}.js`);
  return { name, class: (module as { default: MigrationObject['class'] }).default };
}
