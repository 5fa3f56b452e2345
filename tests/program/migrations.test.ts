import { migrate, pendingMigrations } from '../../src/database/migrate.js';
import { emptyPostgres, emptySqlite } from '../support/empty-database.js';
import { withDatabase } from '../support/tables.js';

const kinds = { SQLite: async () => emptySqlite(), PostgreSQL: emptyPostgres };

describe.each(Object.entries(kinds))('the migrations of %s', (_name, emptyDatabase) => {
  it('lead from nothing to the tables of the entities, and leave nothing to do', async () => {
    const empty = await emptyDatabase();
    try {
      await withDatabase(empty.url, async (database, options) => {
        expect((await migrate(database, options)).length).toBeGreaterThan(0);

        expect(await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
        expect(await pendingMigrations(database, options)).toEqual([]);
        expect(await migrate(database, options)).toEqual([]);
      });
    } finally {
      await empty.drop();
    }
  });

  it('would be seen to fall short of an entity', async () => {
    const empty = await emptyDatabase();
    try {
      await withDatabase(empty.url, async (database, options) => {
        await migrate(database, options);
        await database.reader().execute('alter table users drop column locale');

        expect(await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).toContain('locale');
      });
    } finally {
      await empty.drop();
    }
  });
});
