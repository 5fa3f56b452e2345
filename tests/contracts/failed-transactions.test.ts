import type { EntityManager } from '@mikro-orm/sql';
import { SilentRoad } from '../support/silent-road.js';
import { withDatabase, withFreshDatabase } from '../support/tables.js';
import { asAdministrator, freshPostgres, freshSqlite } from '../support/test-database.js';

/** More than there are connections: see `withDatabase`. */
const TIMES = 4;

describe('a transaction on SQLite', () => {
  it('that can not begin, because another program is writing, leaves the file free for the next', async () => {
    await withFreshDatabase(freshSqlite, async (database, { url }) => {
      await withDatabase(url, async (writer) => {
        await writer.orm.em.getConnection().execute('begin immediate');
        const begun = await Promise.all([outcome(database.transaction(notes)), outcome(database.transaction(notes))]);

        expect(begun).toEqual(['database is locked', 'database is locked']);
        await writer.orm.em.getConnection().execute('rollback');
      });

      expect(await outcome(database.transaction(notes))).toBe('done');
    });
  });

  it('that is undone by SQLite itself, as with a full disk, leaves the file free for the next', async () => {
    await withFreshDatabase(freshSqlite, async (database) => {
      for (let time = 0; time < TIMES; time += 1) {
        const undone = database.transaction(async (em) => {
          await notes(em);
          await em.execute(`insert or rollback into notes values ('1')`);
        });

        expect(await outcome(undone)).toMatch('UNIQUE constraint failed');
      }

      expect(await outcome(database.transaction(notes))).toBe('done');
    });
  });
});

describe('a transaction on PostgreSQL', () => {
  it('whose connection ends meanwhile gives its place to the next', async () => {
    await withFreshDatabase(freshPostgres, async (database) => {
      for (let time = 0; time < TIMES; time += 1) {
        const cut = database.transaction(async (em) => {
          const [row] = await em.execute<{ pid: number }[]>('select pg_backend_pid() as pid');
          await asAdministrator((client) => client.query('select pg_terminate_backend($1)', [row?.pid]));
          await notes(em);
        });

        expect(await outcome(cut)).toMatch(/terminat|not queryable/);
      }

      expect(await outcome(database.transaction(notes))).toBe('done');
    });
  });

  it('that can not begin, because no answer comes, gives its place to the next', async () => {
    await withFreshDatabase(
      () => SilentRoad.open(),
      async (database, road) => {
        // Both connections are open then.
        await Promise.all([database.transaction(nothing), database.transaction(nothing)]);
        road.fallsSilent();
        const begun = await Promise.all([outcome(database.transaction(notes)), outcome(database.transaction(notes))]);
        road.clears();

        expect(begun).toEqual(Array(2).fill(expect.stringContaining('the database was silent')));
        expect(await outcome(database.transaction(notes))).toBe('done');
      },
    );
  });
});

async function notes(em: EntityManager): Promise<void> {
  await em.execute('create table if not exists notes (text varchar(1) primary key)');
  await em.execute(`delete from notes`);
  await em.execute(`insert into notes values ('1')`);
}

async function nothing(em: EntityManager): Promise<void> {
  await em.execute('select 1');
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error as Error).message,
  );
}
