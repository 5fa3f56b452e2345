import { entities } from '../../src/app/entities.js';
import type { Database } from '../../src/database/database.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { openDatabase } from '../../src/database/open-database.js';
import { type Event, EventEntity } from '../../src/events/event.entity.js';
import { silentLogger } from '../../src/kernel/logger.js';
import type { World } from './world.js';

/** Looks at the tables from outside, by a connection of its own. */
export class Inspector {
  private constructor(readonly database: Database) {}

  static async open({ database }: World): Promise<Inspector> {
    const target = parseDatabaseUrl(database.url);
    if (!target) throw new Error('not a database');
    return new Inspector(await openDatabase({ target, entities, logger: silentLogger, poolSize: 1 }));
  }

  /** Names of events, oldest first. */
  async eventNames(): Promise<string[]> {
    return (await this.events()).map(({ name }) => name);
  }

  /** Oldest first. */
  async events(): Promise<Event[]> {
    return this.database.reader().find(EventEntity, {}, { orderBy: { id: 'asc' } });
  }

  async rows(table: string): Promise<Record<string, unknown>[]> {
    return this.database.reader().execute<Record<string, unknown>[]>(`select * from ${table}`);
  }

  async run(sql: string): Promise<void> {
    await this.database.reader().execute(sql);
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}
