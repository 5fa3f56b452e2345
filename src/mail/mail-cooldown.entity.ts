import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/** How many mails of one kind an address was promised lately. */
export const MailCooldownEntity = defineEntity({
  name: 'MailCooldown',
  tableName: 'mail_cooldowns',
  properties: {
    /** A keyed digest of the kind and the address: the addresses of people without an account are not kept. */
    digest: p.string().length(43).primary(),
    /** Since the hour began. */
    mails: p.integer(),
    hourEndsAt: p.datetime(3).index(),
    /** When the next one may be asked for. */
    nextAt: p.datetime(3),
  },
});

export type MailCooldownRow = InferEntity<typeof MailCooldownEntity>;
