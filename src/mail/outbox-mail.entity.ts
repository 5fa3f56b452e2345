import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';
import type { MailKind } from './mail-content.js';

/** `dead`: refused for good, or tried for three days. `expired`: its link had run out before it could be sent. */
export type MailStatus = 'queued' | 'sent' | 'expired' | 'dead';

/** A mail that waits to be sent, or was. Written in the transaction of the change that it tells of. */
export const OutboxMailEntity = defineEntity({
  name: 'OutboxMail',
  tableName: 'outbox_mails',
  properties: {
    id: p.uuid().primary(),
    kind: p.string().length(50).$type<MailKind>(),
    recipient: p.string().length(254),
    locale: p.string().length(35).nullable(),
    /** What the template needs, links and codes among it, sealed. A sent or expired mail keeps none of it. */
    sealedContent: p.text().nullable(),
    /** The same on every try, so that a mail server or client can tell a double. */
    messageId: p.string().length(320),
    /** Counted when a try begins: it also tells one lease from the next. */
    attempts: p.integer(),
    /** Moved ahead by the length of a lease while a worker has it, so that no other takes it, and one does if that died. */
    nextAttemptAt: p.datetime(3),
    expiresAt: p.datetime(3).nullable(),
    status: p.string().length(10).$type<MailStatus>(),
    lastError: p.string().length(200).nullable(),
    createdAt: p.datetime(3),
    sentAt: p.datetime(3).nullable(),
  },
  indexes: [{ properties: ['status', 'nextAttemptAt'] }],
});

export type OutboxMail = InferEntity<typeof OutboxMailEntity>;
