import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager, EntitySchema, FilterQuery } from '@mikro-orm/sql';
import { type Duration, milliseconds, minutes } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import type { Database } from './database.js';

/** Deletes up to `limit` rows that have had their time, and says how many those were. */
export type MaintenanceTask = {
  readonly name: string;
  /** How much it does at once; 500 by default. */
  readonly batch?: number;
} & (
  | { run(em: EntityManager, limit: number): Promise<number> }
  /** With transactions of its own, because it also works where none reaches; several instances may do so at once. */
  | { work(limit: number): Promise<number> }
);

const BATCH = 500;
const PAUSE_BETWEEN_BATCHES: Duration = milliseconds(20);
const EVERY: Duration = minutes(10);
/** As for the migrations: a number that nobody else locks on this database. */
const LOCK = 874_372_748;

/** Clears away what has expired, in batches so small that nobody waits for one, and none of it on two instances at once. */
export class Maintenance {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly tasks: readonly MaintenanceTask[],
    private readonly logger: Logger,
  ) {}

  start(): void {
    // Not all instances at the same moment.
    this.timer = setTimeout(() => void this.round(), EVERY * (0.5 + Math.random())).unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Does all there is to do. A task that fails keeps none of the others from theirs. @returns how many rows went, by task */
  async runOnce(): Promise<Record<string, number>> {
    const cleared: Record<string, number> = {};
    for (const task of this.tasks) {
      try {
        cleared[task.name] = await this.exhaust(task);
      } catch (error) {
        this.logger.warn('cleaning up failed; the next round tries again', { task: task.name, error });
      }
    }
    return cleared;
  }

  private async exhaust(task: MaintenanceTask): Promise<number> {
    let cleared = 0;
    while (!this.stopped) {
      const count = await this.batch(task);
      cleared += count;
      if (count < (task.batch ?? BATCH)) break;
      await sleep(PAUSE_BETWEEN_BATCHES);
    }
    return cleared;
  }

  private async round(): Promise<void> {
    this.running = this.runOnce().then((cleared) => this.logger.debug('cleaned up', cleared));
    await this.running;
    if (!this.stopped) this.start();
  }

  private batch(task: MaintenanceTask): Promise<number> {
    const limit = task.batch ?? BATCH;
    if ('work' in task) return task.work(limit);
    return this.database.transaction(async (em) => ((await this.isMine(em, task)) ? task.run(em, limit) : 0));
  }

  /**
   * One lock for each task: who finds it taken can leave the task to the other, who goes on until it is done. SQLite lets
   * one writer in at a time anyway.
   */
  private async isMine(em: EntityManager, task: MaintenanceTask): Promise<boolean> {
    if (this.database.dialect === 'sqlite') return true;
    const keys = `${LOCK}, ${this.tasks.indexOf(task)}`;
    const [row] = await em.execute<{ locked: boolean }[]>(`select pg_try_advisory_xact_lock(${keys}) as locked`);
    return row?.locked === true;
  }
}

interface Identified {
  readonly id: string;
}

/** Deletes at most `limit` of the rows that match. */
export async function deleteSome<T extends Identified>(
  em: EntityManager,
  entity: EntitySchema<T>,
  where: FilterQuery<T>,
  limit: number,
): Promise<number> {
  // MikroORM's types can't tell that every entity with an id can be found by it.
  const byId = entity as unknown as EntitySchema<Identified>;
  const found = await em.find(byId, where, { fields: ['id'], limit });
  return found.length === 0 ? 0 : em.nativeDelete(byId, { id: { $in: found.map(({ id }) => id) } });
}
