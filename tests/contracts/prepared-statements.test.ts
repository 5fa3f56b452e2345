import { withFreshDatabase } from '../support/tables.js';
import { freshPostgres, freshSqlite } from '../support/test-database.js';

const instant = new Date('2026-11-21T08:30:00.123Z');
const single = ['a "b"', 7, true, instant, null];
const odd = ['plain', '', 'NULL', 'null', 'a,b', '{}', '"', '\\', '\\"', "'; drop table users --", 'Ünï 💥\n', ' '];

describe.each([
  {
    name: 'PostgreSQL',
    fresh: freshPostgres,
    list: 'select value from unnest($1::text[]) with ordinality as list (value, place) order by place',
    same: `select $1::text, $2::int, $3::boolean, $4::timestamptz at time zone 'utc', $5::int`,
    wrong: 'select $1::int',
    answer: [['a "b"', '7', 't', '2026-11-21 08:30:00.123', null]],
  },
  {
    name: 'SQLite',
    fresh: freshSqlite,
    list: 'select value from json_each(?) order by key',
    same: 'select ?, ?, ?, ?, ?',
    wrong: 'select json(?)',
    answer: [['a "b"', 7, 1, instant.getTime(), null]],
  },
])('a prepared statement on $name', ({ fresh, list, same, wrong, answer }) => {
  it('is given every text of a list as it is, and null', async () => {
    await withFreshDatabase(fresh, async (database) => {
      const rows = await database.prepared({ name: 'list', sql: list }, [[...odd, null]]);

      expect(rows?.flat()).toEqual([...odd, null]);
      expect(await database.prepared({ name: 'list', sql: list }, [[]])).toEqual([]);
    });
  });

  it('takes single values as the tables have them, the next time as the first', async () => {
    await withFreshDatabase(fresh, async (database) => {
      for (let time = 0; time < 3; time += 1) {
        expect(await database.prepared({ name: 'same', sql: same }, single)).toEqual(answer);
      }
    });
  });

  it('fails by itself: the connection goes on', async () => {
    await withFreshDatabase(fresh, async (database) => {
      await expect(database.prepared({ name: 'wrong', sql: wrong }, ['no number'])).rejects.toThrow(/syntax|JSON/);
      await expect(database.prepared({ name: 'broken', sql: 'selekt 1' }, [])).rejects.toThrow(/syntax error/);

      expect(await database.prepared({ name: 'same', sql: same }, single)).toEqual(answer);
    });
  });
});
