import type { World } from './world.js';

/** Every row of every table, whichever tables there are. */
export async function everyRow(here: World): Promise<string> {
  const inspector = await here.inspect();
  const { orm, dialect } = inspector.database;
  const names = await orm.em
    .fork()
    .execute<{ name: string }[]>(
      dialect === 'sqlite'
        ? "select name from sqlite_master where type = 'table'"
        : "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
  expect(names.length).toBeGreaterThan(10);
  const tables = await Promise.all(
    names.map(async ({ name }) => `${name}: ${JSON.stringify(await inspector.rows(`"${name}"`))}`),
  );
  return tables.join('\n');
}

/** JSON leaves out what an error says. */
export function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? [value.message, value.stack, { ...value }] : value;
}
