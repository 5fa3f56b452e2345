import type { Database } from '../../src/database/database.js';
import { RoleCatalogue } from '../../src/roles/role-catalogue.js';
import { definitionsIn, type RoleDefinitions } from '../../src/roles/role-definitions.js';
import { UsersWithRights } from '../../src/roles/users-with-rights.js';
import { withDatabase } from '../support/tables.js';
import { world } from '../support/world.js';

/** Reads them from the database, but for the first times. */
function failing(times: number, database: Database): () => Promise<RoleDefinitions> {
  const read = definitionsIn(database);
  let left = times;
  return async () => {
    if (left === 0) return read();
    left -= 1;
    throw new Error('the database is away');
  };
}

/** A user as one statement reads them, with definitions that cannot be read the first times. */
async function samRead(database: Database, failures: number) {
  const users = new UsersWithRights(database, new RoleCatalogue(failing(failures, database)));
  const rows = (await database.prepared({ name: 'users', sql: `select ${users.select('u')} from users u` }, [])) ?? [];
  return { users, rows, row: rows[0] ?? [] };
}

const names = ({ roles }: { roles: readonly { name: string }[] }) => roles.map(({ name }) => name);

describe('roles that cannot be read after a statement', () => {
  it('are read once more where the statement has written: its tokens are not lost', async () => {
    const here = await world();
    await here.person('Sam').joinsWith('users:read');
    const { database } = await here.inspect();

    const once = await samRead(database, 1);
    const twice = await samRead(database, 2);

    expect(names(await once.users.fromRow(once.row, 0))).toEqual(['sams-role']);
    await expect(twice.users.fromRow(twice.row, 0)).rejects.toThrow('the database is away');
  });

  it('fail a statement that only reads, and are there for the next', async () => {
    const here = await world();
    await here.person('Sam').joinsWith('users:read');
    const { users, rows } = await samRead((await here.inspect()).database, 1);

    await expect(users.fromRows(rows, 0, names)).rejects.toThrow('the database is away');
    expect(await users.fromRows(rows, 0, names)).toEqual([['sams-role']]);
  });
});

it('roles that a transaction has changed and may yet take back are nobody’s', async () => {
  const here = await world();
  await here.person('Sam').joinsWith('users:read');
  await withDatabase(here.database.url, async (database) => {
    const catalogue = new RoleCatalogue(definitionsIn(database));
    const [changed, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const takenBack = database.transaction(async (em) => {
      await em.execute(`update roles set name = 'never' where name = 'sams-role'`);
      changed.resolve();
      await asked.promise;
      throw new Error('taken back');
    });
    await changed.promise;
    const answer = catalogue.since('another version');
    asked.resolve();

    await expect(takenBack).rejects.toThrow('taken back');
    expect(names({ roles: (await answer).all })).toEqual(['sams-role', 'support']);
  });
});
