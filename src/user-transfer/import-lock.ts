import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/sql';
import { type Duration, milliseconds, minutes } from '../kernel/duration.js';
import type { Database } from '../database/database.js';

/** As for the migrations: a number that nobody else locks on this database. */
const LOCK = 874_372_749;
const RETRY: Duration = milliseconds(25);
const PATIENCE: Duration = minutes(1);

/**
 * Lets one batch in at a time until its transaction ends, so that two imports at once don't run into each other's
 * unique keys over and over. SQLite lets one writer in at a time anyway.
 */
export async function lockImports(em: EntityManager, dialect: Database['dialect']): Promise<void> {
  if (dialect === 'sqlite') return;
  for (let waited = 0; waited < PATIENCE; waited += RETRY) {
    // Asked again and again, because a statement that waits is ended after two seconds.
    const [row] = await em.execute<{ locked: boolean }[]>(`select pg_try_advisory_xact_lock(${LOCK}) as locked`);
    if (row?.locked === true) return;
    await sleep(RETRY);
  }
  throw new Error('Other imports have kept this one waiting for a minute; run it again when they are done.');
}
