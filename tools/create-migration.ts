// Writes the step from the newest migration to today's entities, for each database: `npm run migration:create -- name`.
// A change that the tables can't show, such as filling a new column, is then written into the files by hand.
import { mkdir, writeFile } from 'node:fs/promises';
import { entities } from '../src/app/entities.js';
import { type DatabaseTarget, parseDatabaseUrl } from '../src/database/database-url.js';
import { migrate } from '../src/database/migrate.js';
import { openDatabase } from '../src/database/open-database.js';
import { silentLogger } from '../src/kernel/logger.js';
import { startPostgres } from '../tests/support/postgres.mjs';

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
  console.error(
    'Name the migration for what it does, in lower case and with dashes: npm run migration:create -- add-avatars',
  );
  process.exit(1);
}

const file = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}-${name}.js`;
const postgres = await startPostgres();
try {
  for (const url of ['sqlite::memory:', postgres.url]) {
    const target = parseDatabaseUrl(url);
    if (target !== null) await createMigration(target);
  }
} finally {
  await postgres.stop();
}

async function createMigration(target: DatabaseTarget): Promise<void> {
  const folder = new URL(`../migrations/${target.dialect}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  const statements = await missingStatements(target);
  if (statements.length === 0) {
    console.log(`${target.dialect}: the tables are up to date`);
    return;
  }
  await writeFile(new URL(file, folder), source(statements), { flag: 'wx' });
  console.log(`migrations/${target.dialect}/${file}`);
}

async function missingStatements(target: DatabaseTarget): Promise<string[]> {
  const options = { target, entities, logger: silentLogger };
  const database = await openDatabase(options);
  try {
    await migrate(database, options);
    const sql = await database.orm.schema.getUpdateSchemaSQL({ wrap: false });
    return (
      sql
        .split(/;\s*\n/)
        .map((statement) => statement.trim().replace(/;$/, ''))
        // Has no effect within a transaction, where migrations run: `migrate` sees to it.
        .filter((statement) => statement !== '' && !statement.startsWith('pragma foreign_keys'))
    );
  } finally {
    await database.close();
  }
}

function source(statements: readonly string[]): string {
  const lines = statements.map((statement) => `    this.addSql(\`${statement.replace(/[\\`]|\$\{/g, '\\$&')}\`);`);
  return `import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
${lines.join('\n')}
  }
}
`;
}
