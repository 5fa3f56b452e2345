import { entities } from '../../src/app/entities.js';
import type { Database } from '../../src/database/database.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { openDatabase } from '../../src/database/open-database.js';
import { silentLogger } from '../../src/kernel/logger.js';
import { freshPostgres, freshSqlite, type TestDatabase } from '../support/test-database.js';

const odd = ['plain', '', 'NULL', 'null', 'a,b', '{}', '"', '\\', '\\"', "'; drop table users --", 'Ünï 💥\n', ' '];

describe.each([
  {
    name: 'PostgreSQL',
    fresh: freshPostgres,
    list: 'select value from unnest($1::text[]) with ordinality as list (value, place) order by place',
    same: 'select $1::text, $2::int, $3::boolean',
    wrong: 'select $1::int',
    answer: [['a "b"', '7', 't']],
  },
  {
    name: 'SQLite',
    fresh: freshSqlite,
    list: 'select value from json_each(?) order by key',
    same: 'select ?, ?, ?',
    wrong: 'select json(?)',
    answer: [['a "b"', 7, 1]],
  },
])('a prepared statement on $name', ({ name, fresh, list, same, wrong, answer }) => {
  it('is given every text of a list as it is, and null', async () => {
    await withDatabase(fresh, async (database) => {
      const rows = await database.prepared({ name: 'list', sql: list }, [[...odd, null]]);

      expect(rows?.flat()).toEqual([...odd, null]);
      expect(await database.prepared({ name: 'list', sql: list }, [[]])).toEqual([]);
    });
  });

  it('takes single values, the next time as the first', async () => {
    await withDatabase(fresh, async (database) => {
      const values = ['a "b"', 7, name === 'SQLite' ? 1 : true];
      for (let time = 0; time < 3; time += 1) {
        expect(await database.prepared({ name: 'same', sql: same }, values)).toEqual(answer);
      }
    });
  });

  it('fails by itself: the connection goes on', async () => {
    await withDatabase(fresh, async (database) => {
      await expect(database.prepared({ name: 'wrong', sql: wrong }, ['no number'])).rejects.toThrow(/syntax|JSON/);
      await expect(database.prepared({ name: 'broken', sql: 'selekt 1' }, [])).rejects.toThrow(/syntax error/);

      expect(await database.prepared({ name: 'same', sql: same }, ['a "b"', 7, 1])).toHaveLength(1);
    });
  });
});

async function withDatabase(fresh: () => Promise<TestDatabase>, work: (database: Database) => Promise<void>) {
  const created = await fresh();
  const target = parseDatabaseUrl(created.url);
  if (!target) throw new Error('not a database');
  const database = await openDatabase({ target, entities, logger: silentLogger, poolSize: 1 });
  try {
    await work(database);
  } finally {
    await database.close();
    await created.drop();
  }
}
