import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ConnectionException,
  DeadlockException,
  DriverException,
  type EntityManager,
  LockWaitTimeoutException,
  type SqlMikroORM,
  UniqueConstraintViolationException,
} from '@mikro-orm/sql';
import type { DatabaseTarget } from './database-url.js';
import { PreparedQuery } from './prepared-query.js';
import type { Parameter, PreparedStatement } from './prepared-statement.js';

const ATTEMPTS = 3;

/** PostgreSQL: serialization failure, deadlock. A busy SQLite has been waited for already. */
const TRANSIENT_CODES = new Set(['40001', '40P01']);

/** PostgreSQL error classes for connections, resources, operator intervention and cancelled or timed-out statements. */
const AWAY_CODES =
  /^(08|53|57)|^(55P03|40001|40P01)$|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)|^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|^SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY)/;
const AWAY_MESSAGES = /timeout|Connection terminated|not queryable|SSL connection|database is locked/i;

/** What is used of node-postgres' pool. */
interface PostgresqlPool {
  query(query: PreparedQuery): Promise<unknown[][]>;
}

/** What is used of better-sqlite3's database. */
interface SqliteFile {
  readonly inTransaction: boolean;
  prepare(sql: string): { raw(): { all(...values: readonly unknown[]): unknown[][] } };
}

export class DatabaseClosed extends Error {
  override readonly name = 'DatabaseClosed';
}

interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

// A type and not an interface, so that it is a record of numbers, too.
export type ConnectionCounts = { readonly open: number; readonly idle: number; readonly waiting: number };

/** The way to the rows: one unit of work for reading, or one transaction for everything that belongs together. */
export class Database {
  private readonly inTransaction = new AsyncLocalStorage<true>();
  private closed = false;
  private readonly effectsOf = new WeakMap<EntityManager, (() => void)[]>();
  private native: unknown;
  private readonly preparedOnSqlite = new Map<string, { all(...values: readonly unknown[]): unknown[][] }>();

  constructor(
    readonly orm: SqlMikroORM,
    readonly dialect: DatabaseTarget['dialect'],
  ) {}

  /**
   * A fresh unit of work for reading outside of transactions. Inside of one it would wait for the connection that the
   * transaction itself holds (on SQLite for ever), so there it throws.
   */
  reader(): EntityManager {
    this.mustBeReadable();
    return this.orm.em.fork();
  }

  private mustBeReadable(): void {
    if (this.closed) throw new DatabaseClosed('the database is closed');
    if (this.inTransaction.getStore()) throw new Error('inside a transaction, read with its own entity manager');
  }

  /**
   * Runs one statement outside of transactions, prepared once for each connection. MikroORM has its SQL made, parsed and
   * planned anew each time, which is most of what a small read costs; so this is for the few statements that nearly
   * every request needs. All else is MikroORM's.
   *
   * @returns rows of columns as the driver has them, PostgreSQL's as text; null where SQLite is within somebody's
   *   transaction: its one connection would read what may yet be rolled back
   */
  async prepared(statement: PreparedStatement, values: readonly Parameter[]): Promise<unknown[][] | null> {
    this.mustBeReadable();
    this.native ??= await (this.orm.em.getConnection() as { getNativeClient(): Promise<unknown> }).getNativeClient();
    if (this.dialect === 'sqlite') return this.preparedSqlite(statement, values);
    return (this.native as PostgresqlPool).query(new PreparedQuery(statement, values));
  }

  private preparedSqlite({ name, sql }: PreparedStatement, values: readonly Parameter[]): unknown[][] | null {
    const file = this.native as SqliteFile;
    if (file.inTransaction) return null;
    let statement = this.preparedOnSqlite.get(name);
    if (!statement) this.preparedOnSqlite.set(name, (statement = file.prepare(sql).raw()));
    return statement.all(...values.map(forSqlite));
  }

  /**
   * Runs `work` in a transaction and commits unless it throws. A deadlock, a serialization failure or a unique
   * constraint hit by a race runs the whole of it again, three times at most, so that it reads what the winner wrote;
   * so `work` must not do anything that can't be undone. Effects for after the commit go to `afterCommit`.
   */
  async transaction<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const effects: (() => void)[] = [];
      try {
        const em = this.reader();
        const result = await this.inTransaction.run(true, () =>
          em.transactional((transactional) => {
            this.effectsOf.set(transactional, effects);
            return work(transactional);
          }),
        );
        for (const effect of effects) effect();
        return result;
      } catch (error) {
        if (attempt >= ATTEMPTS || !isWorthAnotherTry(error)) throw error;
      }
    }
  }

  /** Runs `effect` once the transaction of `em` has been committed, and never where it was rolled back. */
  afterCommit(em: EntityManager, effect: () => void): void {
    const effects = this.effectsOf.get(em);
    if (effects === undefined) throw new Error('afterCommit needs the entity manager of a running transaction');
    effects.push(effect);
  }

  async answers(): Promise<boolean> {
    try {
      await this.orm.em.getConnection().execute('select 1');
      return true;
    } catch {
      return false;
    }
  }

  /** The state of the pool; null where there is none. */
  async connections(): Promise<ConnectionCounts | null> {
    if (this.dialect === 'sqlite') return null;
    const pool = (await this.orm.em.getConnection().getNativeClient()) as PoolCounts;
    return { open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
  }

  /** Nothing reaches it after that; MikroORM alone would connect again. */
  async close(): Promise<void> {
    this.closed = true;
    await this.orm.close(true);
  }
}

/** As MikroORM stores them there. */
function forSqlite(value: Parameter): string | number | null {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function isWorthAnotherTry(error: unknown): boolean {
  return (
    error instanceof UniqueConstraintViolationException ||
    error instanceof DeadlockException ||
    TRANSIENT_CODES.has(codeOf(error) ?? '')
  );
}

/** Whether the database could not be asked at all (away, overloaded, too slow, full), as against a wrong statement. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof ConnectionException || error instanceof LockWaitTimeoutException || isFatal(error)) return true;
  return AWAY_CODES.test(codeOf(error) ?? '') || (isDriverError(error) && AWAY_MESSAGES.test((error as Error).message));
}

/** With such an error PostgreSQL refuses or ends the connection, whatever its code says of why. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC');
}

function isDriverError(error: unknown): boolean {
  return error instanceof DriverException || (error instanceof Error && /pg|postgres|sqlite/i.test(error.stack ?? ''));
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
