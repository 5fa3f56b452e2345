import { type EntityData, LockMode, raw } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { after, seconds } from '../kernel/duration.js';
import { type OutboxMail, OutboxMailEntity } from './outbox-mail.entity.js';

/** Longer than any send may take; a worker that died keeps its mails back for as long. */
const LEASE = seconds(60);

/** How several workers share the waiting mails: each is lent to one of them at a time. */
export class OutboxLeases {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Lends up to `limit` mails that are due. */
  async claim(limit: number): Promise<OutboxMail[]> {
    const now = this.clock.now();
    const mails = await this.database.transaction(async (em) => {
      const due = em
        .createQueryBuilder(OutboxMailEntity, 'due')
        .select('due.id')
        .where({ status: 'queued', nextAttemptAt: { $lte: now } })
        .orderBy({ nextAttemptAt: 'asc' })
        .limit(limit);
      // SQLite knows no row locks and needs none: only one connection writes at a time.
      if (this.database.dialect === 'postgresql') due.setLockMode(LockMode.PESSIMISTIC_PARTIAL_WRITE);
      return em
        .createQueryBuilder(OutboxMailEntity)
        .update({ nextAttemptAt: after(now, LEASE), attempts: raw('attempts + 1') })
        .where({ id: { $in: due } })
        .returning('*')
        .execute<OutboxMail[]>('all');
    });
    return mails.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Gives a mail back with what became of it; false where the lease had run out and another worker took it. */
  async giveBack(mail: OutboxMail, outcome: EntityData<OutboxMail>): Promise<boolean> {
    const held = { id: mail.id, status: 'queued' as const, attempts: mail.attempts };
    return this.database.transaction(async (em) => (await em.nativeUpdate(OutboxMailEntity, held, outcome)) === 1);
  }

  /** When the next mail can be claimed; null where none waits. */
  async nextDueAt(): Promise<Date | null> {
    const nextFirst = { orderBy: { nextAttemptAt: 'asc' }, limit: 1 } as const;
    const [next] = await this.database.reader().find(OutboxMailEntity, { status: 'queued' }, nextFirst);
    return next?.nextAttemptAt ?? null;
  }
}
