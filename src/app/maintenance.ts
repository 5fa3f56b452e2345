import type { EntityManager } from '@mikro-orm/sql';
import { DAYS_AT_ONCE, type Statistics } from '../administration/statistics.service.js';
import type { AvatarPicture } from '../avatars/avatar-picture.entity.js';
import type { AvatarPictures } from '../avatars/avatar-pictures.service.js';
import { AvatarTicketEntity } from '../avatars/avatar-ticket.entity.js';
import { deleteSome, type MaintenanceTask } from '../database/maintenance.js';
import { EventEntity } from '../events/event.entity.js';
import { ProviderSignInEntity } from '../identities/provider-sign-in.entity.js';
import { UsedIdTokenEntity } from '../identities/used-id-token.entity.js';
import type { Clock } from '../kernel/clock.js';
import { before, days, type Duration, minutes } from '../kernel/duration.js';
import type { MailCooldown } from '../mail/mail-cooldown.js';
import type { Outbox } from '../mail/outbox.js';
import { OneTimeTokenEntity } from '../one-time-tokens/one-time-token.entity.js';
import type { PasswordAttempts } from '../passwords/password-attempts.service.js';
import { purgeCounts } from '../rate-limits/counter.js';
import { KEPT_AFTER_EXPIRY, PendingRegistrationEntity } from '../registration/pending-registration.entity.js';
import { SessionEntity } from '../sessions/session.entity.js';
import { nothingPending, UserEntity } from '../users/user.entity.js';

/** A used or expired link still says so for a while, rather than to be unknown. */
const TOKENS_KEPT: Duration = days(7);
const SESSIONS_KEPT: Duration = days(7);
const MAILS_KEPT: Duration = days(30);
/** Longer than any difference of clocks under which the token could still be taken. */
const USED_ID_TOKENS_KEPT: Duration = minutes(5);

interface Cleared {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly cooldown: MailCooldown;
  readonly statistics: Statistics;
  readonly avatarPictures: AvatarPictures;
  readonly attempts: PasswordAttempts;
  /** 0 keeps all. */
  readonly eventRetention: Duration;
}

/** Everything that is cleared away when it has had its time. */
export function maintenanceTasks(cleared: Cleared): readonly MaintenanceTask[] {
  const { clock, outbox, cooldown, statistics, attempts, avatarPictures, eventRetention } = cleared;
  const ago = (duration: Duration) => before(clock.now(), duration);
  return [
    {
      name: 'oneTimeTokens',
      run: (em, limit) => deleteSome(em, OneTimeTokenEntity, { expiresAt: { $lt: ago(TOKENS_KEPT) } }, limit),
    },
    {
      name: 'sessions',
      run: (em, limit) => {
        const gone = { $or: [{ expiresAt: { $lt: ago(SESSIONS_KEPT) } }, { endedAt: { $lt: ago(SESSIONS_KEPT) } }] };
        return deleteSome(em, SessionEntity, gone, limit);
      },
    },
    {
      name: 'pendingRegistrations',
      run: (em, limit) =>
        deleteSome(em, PendingRegistrationEntity, { expiresAt: { $lt: ago(KEPT_AFTER_EXPIRY) } }, limit),
    },
    {
      name: 'pendingEmails',
      run: (em) => em.nativeUpdate(UserEntity, { pendingEmailExpiresAt: { $lt: clock.now() } }, nothingPending),
    },
    // Before the events that it counts may go.
    { name: 'daysCounted', batch: DAYS_AT_ONCE, run: (em, limit) => statistics.keep(em, limit) },
    {
      name: 'providerSignIns',
      run: (em, limit) => deleteSome(em, ProviderSignInEntity, { expiresAt: { $lt: clock.now() } }, limit),
    },
    {
      name: 'usedIdTokens',
      run: (em, limit) => deleteUsedIdTokens(em, ago(USED_ID_TOKENS_KEPT), limit),
    },
    {
      name: 'events',
      run: async (em, limit) => {
        if (eventRetention === 0) return 0;
        return deleteSome(
          em,
          EventEntity,
          { id: { $lt: await statistics.countedUntil(em, ago(eventRetention)) } },
          limit,
        );
      },
    },
    {
      name: 'avatarTickets',
      run: (em, limit) => deleteSome(em, AvatarTicketEntity, { expiresAt: { $lt: ago(TOKENS_KEPT) } }, limit),
    },
    { name: 'avatarPictures', work: (limit) => avatarPictures.sweep(limit, stillHeld) },
    { name: 'mails', run: (em, limit) => outbox.purge(em, ago(MAILS_KEPT), limit) },
    { name: 'mailCooldowns', run: (em, limit) => cooldown.purge(em, limit) },
    { name: 'passwordAttempts', run: (em, limit) => attempts.purge(em, limit) },
    { name: 'rateLimitCounts', run: (em, limit) => purgeCounts(em, clock.now(), limit) },
  ];
}

/** The pictures that are still a user's or a pending registration's: accounts and registrations end in more than one way. */
async function stillHeld(em: EntityManager, pictures: readonly AvatarPicture[]): Promise<ReadonlySet<string>> {
  const subjects = { $in: pictures.map(({ subjectId }) => subjectId ?? '').filter((id) => id !== '') };
  const users = await em.find(UserEntity, { id: subjects, deletedAt: null }, { fields: ['id', 'avatarId'] });
  const registrations = await em.find(PendingRegistrationEntity, { id: subjects }, { fields: ['id'] });
  const shown = new Set(users.map(({ avatarId }) => avatarId));
  const waiting = new Set(registrations.map(({ id }) => id));
  const held = pictures.filter(({ id, subjectId }) => shown.has(id) || (subjectId && waiting.has(subjectId)));
  return new Set(held.map(({ id }) => id));
}

async function deleteUsedIdTokens(em: EntityManager, expiredBefore: Date, limit: number): Promise<number> {
  const found = await em.find(UsedIdTokenEntity, { expiresAt: { $lt: expiredBefore } }, { fields: ['digest'], limit });
  return em.nativeDelete(UsedIdTokenEntity, { digest: { $in: found.map(({ digest }) => digest) } });
}
