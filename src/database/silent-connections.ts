import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Duration } from '../kernel/duration.js';

interface Client {
  readonly connection: { readonly stream: Socket };
  /** False while a statement is being answered. */
  readonly readyForQuery: boolean;
}

/**
 * Ends a connection on which a statement was sent and no byte came for so long: PostgreSQL's own limits can't fire where
 * it hangs, or where the network swallows the answer. Whoever waits for the statement is told that the database is away.
 *
 * The driver's `query_timeout` does this with a timer and a closure for each statement. V8 puts a closure that becomes a
 * property among the old objects, and then all that it refers to stays until those are looked through: the statement,
 * its rows, the request that asked. That was a quarter of the CPU of a small query. A socket has its timer already.
 */
export function endSilentConnections(pool: EventEmitter, limit: Duration): void {
  pool.on('connect', (client: Client) => {
    const { stream } = client.connection;
    stream.setTimeout(limit, () => {
      if (!client.readyForQuery) stream.destroy(silent(limit));
    });
  });
}

function silent(limit: Duration): NodeJS.ErrnoException {
  return Object.assign(new Error(`the database was silent for ${limit} ms`), { code: 'ETIMEDOUT' });
}
