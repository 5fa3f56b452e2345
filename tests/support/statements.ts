import pg from 'pg';
import type { World } from './world.js';

/** Every statement that reaches the database of a world, `begin` and `commit` included, in the order of their start. */
export async function statementsOf(here: World, work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const undo = globalThis.testDatabase === 'postgresql' ? watchPostgresql(seen) : await watchSqlite(here, seen);
  try {
    await work();
  } finally {
    undo();
  }
  return seen;
}

/** How often PostgreSQL planned each prepared statement anew, on the connection on which it did so most often. */
export async function plansOf(work: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  const clients = new Set<pg.Client>();
  const undo = wrap(pg.Client.prototype as unknown as Methods, 'query', (client) => clients.add(client as pg.Client));
  await work().finally(undo);
  const plans = new Map<string, number>();
  for (const client of clients) {
    const { rows } = await client.query<{ name: string; count: number }>(
      'select name, custom_plans::int as count from pg_prepared_statements',
    );
    for (const { name, count } of rows) plans.set(name, Math.max(count, plans.get(name) ?? 0));
  }
  return plans;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

function watchPostgresql(seen: string[]): () => void {
  return wrap(pg.Client.prototype as unknown as Methods, 'query', (_client, [query]) => {
    seen.push(typeof query === 'string' ? query : String((query as { text?: unknown }).text));
  });
}

interface SqliteFile {
  prepare(sql: string): object;
}

/** Each way of running a prepared statement of better-sqlite3; the class of them all is reached by any one. */
async function watchSqlite(here: World, seen: string[]): Promise<() => void> {
  const connection = (await here.inspect()).database.orm.em.getConnection();
  const file = await (connection as unknown as { getNativeClient(): Promise<SqliteFile> }).getNativeClient();
  const statement = Object.getPrototypeOf(file.prepare('select 1')) as Methods;
  const undo = ['all', 'get', 'run', 'iterate'].map((way) =>
    wrap(statement, way, (self) => void seen.push((self as { source: string }).source)),
  );
  return () => undo.forEach((each) => each());
}

function wrap(
  target: Methods,
  name: string,
  observe: (self: unknown, args: readonly unknown[]) => unknown,
): () => void {
  const original = target[name];
  if (!original) throw new Error(`no method ${name}`);
  target[name] = function (...args) {
    observe(this, args);
    return original.apply(this, args);
  };
  return () => void (target[name] = original);
}
