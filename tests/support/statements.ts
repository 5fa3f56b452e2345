import { Connection } from '@mikro-orm/core';

/** Every statement that reaches a database while `work` runs, of all worlds of this test. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const logQuery = Object.getOwnPropertyDescriptor(Connection.prototype, 'logQuery');
  const original = logQuery?.value as (this: Connection, query: string, ...rest: unknown[]) => void;
  Object.defineProperty(Connection.prototype, 'logQuery', {
    ...logQuery,
    value(this: Connection, query: string, ...rest: unknown[]) {
      statements.push(query);
      original.call(this, query, ...rest);
    },
  });
  try {
    await work();
  } finally {
    Object.defineProperty(Connection.prototype, 'logQuery', logQuery ?? {});
  }
  return statements;
}
