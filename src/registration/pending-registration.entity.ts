import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';
import { days, type Duration } from '../kernel/duration.js';

/**
 * Somebody said that they want an account with this address, and nobody has proven yet that it is theirs. Any number
 * may wait for one address; none of them keeps it, or the username, from others.
 */
export const PendingRegistrationEntity = defineEntity({
  name: 'PendingRegistration',
  tableName: 'pending_registrations',
  properties: {
    id: p.uuid().primary(),
    email: p.string().length(254),
    emailKey: p.string().length(254).index(),
    username: p.string().length(30).nullable(),
    /** Lower case; not unique here. */
    usernameKey: p.string().length(30).nullable().index(),
    name: p.string().length(200).nullable(),
    phone: p.string().length(16).nullable(),
    locale: p.string().length(35).nullable(),
    passwordHash: p.string().length(255),
    createdAt: p.datetime(3),
    /** Until when its newest link works. */
    expiresAt: p.datetime(3).index(),
  },
});

/**
 * How long a registration is kept after its link has run out: who comes late can still have the mail sent again. It is no
 * rival to others of its address meanwhile.
 */
export const KEPT_AFTER_EXPIRY: Duration = days(7);

export type PendingRegistration = InferEntity<typeof PendingRegistrationEntity>;
