interface Query {
  readonly sql: string;
}

interface Result {
  readonly rows: readonly unknown[];
}

/** What is used of Kysely's connections. */
export interface KyselyConnection {
  executeQuery(query: Query, options?: unknown): Promise<Result>;
}

const NOTHING: Result = { rows: [] };

/**
 * Kysely never gives back a connection whose `begin` or `rollback` failed (kysely#1990; it does from 0.29.9 on, and
 * MikroORM brings an older one): SQLite's only one would be gone with one busy moment, and PostgreSQL's pool one by one.
 * So neither fails here. A transaction that could not begin fails with its first statement instead, and one that could
 * not be rolled back has no connection any more, or was rolled back by the database before.
 */
export function preventLeaks(connection: KyselyConnection): void {
  const execute = connection.executeQuery.bind(connection);
  let unbegun: { readonly error: unknown } | null = null;

  async function begin(query: Query, options: unknown): Promise<Result> {
    return execute(query, options).catch((error: unknown) => {
      unbegun = { error };
      return NOTHING;
    });
  }

  async function rollBack(query: Query, options: unknown): Promise<Result> {
    const hasBegun = unbegun === null;
    unbegun = null;
    return hasBegun ? execute(query, options).catch(() => NOTHING) : NOTHING;
  }

  connection.executeQuery = (query, options) => {
    if (query.sql === 'rollback') return rollBack(query, options);
    if (unbegun !== null) return Promise.reject(unbegun.error);
    return query.sql === 'begin' ? begin(query, options) : execute(query, options);
  };
}
