import { type EntityData, LockMode, raw } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { after, seconds } from '../kernel/duration.js';
import { type OutboxMail, OutboxMailEntity } from './outbox-mail.entity.js';

/** Longer than any send may take; a worker that died keeps its mails back for as long. */
const LEASE = seconds(60);

/** What became of a try. A mail that is `queued` again waits for its next. */
export type MailOutcome =
  | { readonly status: 'sent' | 'expired' }
  | { readonly status: 'dead'; readonly lastError: string }
  | { readonly status: 'queued'; readonly lastError: string; readonly nextAttemptAt: Date };

export interface ReturnedMail {
  readonly mail: OutboxMail;
  readonly outcome: MailOutcome;
}

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

  /** Takes mails back with what became of them; one whose lease had run out, and that another took, is left as it is. */
  async giveBack(mails: readonly ReturnedMail[]): Promise<void> {
    const now = this.clock.now();
    const groups = Map.groupBy(mails, ({ mail, outcome }) => JSON.stringify([mail.attempts, outcome]));
    await this.database.transaction(async (em) => {
      for (const [{ mail, outcome }, ...others] of groups.values() as MapIterator<[ReturnedMail, ...ReturnedMail[]]>) {
        const ids = [mail.id, ...others.map((other) => other.mail.id)];
        const held = { id: { $in: ids }, status: 'queued' as const, attempts: mail.attempts };
        await em.nativeUpdate(OutboxMailEntity, held, rowAfter(outcome, now));
      }
    });
  }

  /** When the next mail can be claimed; null where none waits. */
  async nextDueAt(): Promise<Date | null> {
    const nextFirst = { orderBy: { nextAttemptAt: 'asc' }, limit: 1 } as const;
    const [next] = await this.database.reader().find(OutboxMailEntity, { status: 'queued' }, nextFirst);
    return next?.nextAttemptAt ?? null;
  }
}

/** A dead mail keeps its sealed content, so that an operator who mended the cause can send it again. */
function rowAfter(outcome: MailOutcome, now: Date): EntityData<OutboxMail> {
  switch (outcome.status) {
    case 'sent':
      return { status: 'sent', sealedContent: null, lastError: null, sentAt: now };
    case 'expired':
      return { status: 'expired', sealedContent: null };
    case 'dead':
    case 'queued':
      return outcome;
  }
}
