import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/** The right to send one picture to an URL that holds a secret. Only its digest is kept. */
export const AvatarTicketEntity = defineEntity({
  name: 'AvatarTicket',
  tableName: 'avatar_tickets',
  properties: {
    id: p.uuid().primary(),
    /** The user, or the pending registration, whose picture it shall be. */
    subjectId: p.uuid(),
    /** The canonical address of the pending registration; null for a user. */
    emailKey: p.string().length(254).nullable(),
    /** The session that asked for it, and with which it ends; null where none did. */
    sessionId: p.uuid().nullable(),
    digest: p.string().length(43).unique(),
    /** How many bodies were looked at for it. */
    tries: p.integer(),
    /** Until when one upload has it for itself. */
    leasedUntil: p.datetime(3).nullable(),
    expiresAt: p.datetime(3).index(),
    createdAt: p.datetime(3),
    /** When it was used, replaced by a newer one or made void. */
    endedAt: p.datetime(3).nullable(),
  },
  indexes: [{ properties: ['subjectId', 'createdAt'] }],
});

export type AvatarTicket = InferEntity<typeof AvatarTicketEntity>;
