import { deleteSome, type MaintenanceTask } from '../database/maintenance.js';
import { EventEntity } from '../events/event.entity.js';
import type { Clock } from '../kernel/clock.js';
import { before, days, type Duration } from '../kernel/duration.js';
import { lowestIdAt } from '../kernel/ids.js';
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

interface Cleared {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly cooldown: MailCooldown;
  readonly attempts: PasswordAttempts;
  /** 0 keeps all. */
  readonly eventRetention: Duration;
}

/** Everything that is cleared away when it has had its time. */
export function maintenanceTasks({
  clock,
  outbox,
  cooldown,
  attempts,
  eventRetention,
}: Cleared): readonly MaintenanceTask[] {
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
    {
      name: 'events',
      run: async (em, limit) => {
        if (eventRetention === 0) return 0;
        return deleteSome(em, EventEntity, { id: { $lt: lowestIdAt(ago(eventRetention)) } }, limit);
      },
    },
    { name: 'mails', run: (em, limit) => outbox.purge(em, ago(MAILS_KEPT), limit) },
    { name: 'mailCooldowns', run: (em, limit) => cooldown.purge(em, limit) },
    { name: 'passwordAttempts', run: (em, limit) => attempts.purge(em, limit) },
    { name: 'rateLimitCounts', run: (em, limit) => purgeCounts(em, clock.now(), limit) },
  ];
}
