import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';
import type { MailKind } from './mail-content.js';

/** A mail that was not sent but kept for developers to read, with the links and codes in it. Empty in production. */
export const DevelopmentMailEntity = defineEntity({
  name: 'DevelopmentMail',
  tableName: 'development_mails',
  properties: {
    id: p.uuid().primary(),
    kind: p.string().length(50).$type<MailKind>(),
    messageId: p.string().length(320),
    sender: p.string().length(320),
    recipient: p.string().length(254),
    subject: p.string().length(255),
    html: p.text(),
    text: p.text(),
    locale: p.string().length(35),
    createdAt: p.datetime(3),
  },
});

export type DevelopmentMail = InferEntity<typeof DevelopmentMailEntity>;
