import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { deleteSome } from '../database/maintenance.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import type { SecretKey } from '../kernel/secrets.js';
import type { MailContent } from './mail-content.js';
import { type MailStatus, OutboxMailEntity } from './outbox-mail.entity.js';

export interface QueuedMail {
  /** The stored address, never one from a request. */
  readonly recipient: string;
  /** The reader's language tag; English where there is none. */
  readonly locale: string | null;
  readonly content: MailContent;
  /** When what it carries is of no more use; it is not sent after that. */
  readonly expiresAt: Date | null;
}

export interface OutboxOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secretKey: SecretKey;
  /** The server's own URL; its host goes into the Message-IDs. */
  readonly publicUrl: string;
  /** Called after the commit: there is something to send. */
  readonly onQueued: () => void;
}

/** Where the product puts its mails. They are sent in the background, once what they tell of is committed. */
export class Outbox {
  private readonly host: string;

  constructor(private readonly options: OutboxOptions) {
    this.host = new URL(options.publicUrl).hostname;
  }

  /** Takes part in the transaction of `em`: rolled back, there is no mail. */
  async queue(em: EntityManager, mail: QueuedMail): Promise<void> {
    const { database, clock, ids, secretKey, onQueued } = this.options;
    const id = ids.next();
    const now = clock.now();
    await em.insert(OutboxMailEntity, {
      id,
      kind: mail.content.kind,
      recipient: mail.recipient,
      locale: mail.locale,
      sealedContent: secretKey.seal('mail', JSON.stringify(mail.content)),
      messageId: `<${id}@${this.host}>`,
      attempts: 0,
      nextAttemptAt: now,
      expiresAt: mail.expiresAt,
      status: 'queued',
      createdAt: now,
    });
    database.afterCommit(em, onQueued);
  }

  /**
   * The work of `queue` for a mail that nobody is to get, so that the time of a request does not tell whether it sent
   * one: the row has expired when it is written, and the worker only clears it away.
   */
  pretend(em: EntityManager, content: MailContent): Promise<void> {
    return this.queue(em, { recipient: '', locale: null, content, expiresAt: this.options.clock.now() });
  }

  count(status: MailStatus): Promise<number> {
    return this.options.database.reader().count(OutboxMailEntity, { status });
  }

  /** Forgets up to `limit` mails from before an instant that are not waiting any more. */
  async purge(em: EntityManager, queuedBefore: Date, limit: number): Promise<number> {
    return deleteSome(em, OutboxMailEntity, { status: { $ne: 'queued' }, createdAt: { $lt: queuedBefore } }, limit);
  }
}
