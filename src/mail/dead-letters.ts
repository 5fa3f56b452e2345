import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { isId } from '../kernel/ids.js';
import { type OutboxMail, OutboxMailEntity } from './outbox-mail.entity.js';

const columns = ['id', 'kind', 'recipient', 'attempts', 'lastError', 'createdAt', 'expiresAt'] as const;

export type DeadLetter = Pick<OutboxMail, (typeof columns)[number]>;

/** The mails that were given up, for an operator to look at and to send again once the cause is mended. */
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The oldest first. */
  async list(): Promise<readonly DeadLetter[]> {
    const all = { fields: columns, orderBy: { id: 'asc' } } as const;
    return this.database.reader().find(OutboxMailEntity, { status: 'dead' }, all);
  }

  /** @returns the ids of those that wait again; not among them is one whose link has expired meanwhile */
  async retry(which: readonly string[] | 'all'): Promise<string[]> {
    const now = this.clock.now();
    return this.database.transaction(async (em) => {
      const again = em
        .createQueryBuilder(OutboxMailEntity)
        // The count of tries goes on: it tells one lease from the next.
        .update({ status: 'queued', nextAttemptAt: now })
        .where({ status: 'dead', $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] });
      if (which !== 'all') again.andWhere({ id: { $in: which.filter(isId) } });
      const rows = await again.returning('id').execute<{ id: string }[]>('all');
      return rows.map(({ id }) => id).sort();
    });
  }
}
