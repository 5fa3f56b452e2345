import { migrationNames, migratorOf } from '../../src/database/migrations.js';
import { migrate } from '../../src/database/migrate.js';
import { emptyPostgres, emptySqlite } from '../support/empty-database.js';
import { withDatabase } from '../support/tables.js';

const kinds = { SQLite: async () => emptySqlite(), PostgreSQL: emptyPostgres };

const MIGRATION = '20261121143500-built-in-role-support';

describe.each(Object.entries(kinds))('the built-in role on %s', (_name, emptyDatabase) => {
  it('leaves a role alone that somebody had made under its name', async () => {
    const empty = await emptyDatabase();
    try {
      await withDatabase(empty.url, async (database, options) => {
        const names = await migrationNames(database.dialect);
        const before = names.filter((name) => name < MIGRATION);
        await (await migratorOf(database)).up({ migrations: before });
        const own = "'01890000-0000-7000-8000-000000000001', 'support', '[]', false";
        await database.reader().execute(`insert into roles (id, name, permissions, built_in) values (${own})`);

        await migrate(database, options);

        const roles = await database.reader().execute<{ id: string; name: string }[]>('select id, name from roles');
        expect(roles).toEqual([{ id: '01890000-0000-7000-8000-000000000001', name: 'support' }]);
      });
    } finally {
      await empty.drop();
    }
  });
});
