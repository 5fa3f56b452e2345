import type { EntityManager } from '@mikro-orm/sql';
import type { EmailAddress } from '../email-addresses/email-address.js';
import { maskEmail } from '../email-addresses/mask-email.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { MailCooldown } from '../mail/mail-cooldown.js';
import type { Outbox } from '../mail/outbox.js';
import type { MailLinks } from '../one-time-tokens/mail-links.js';
import type { OneTimeToken } from '../one-time-tokens/one-time-token.entity.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { VerifiedEmail } from '../registration/registration-confirmation.service.js';
import { VERIFICATION_LIFETIME } from '../registration/verification-mails.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { accountEvents } from './account.events.js';

/** How a user gets another address: asked for with the password, confirmed from the new mailbox, told to the old one. */
export class EmailChange {
  constructor(
    private readonly clock: Clock,
    private readonly users: Users,
    private readonly tokens: OneTimeTokens,
    private readonly sessions: Sessions,
    private readonly cooldown: MailCooldown,
    private readonly outbox: Outbox,
    private readonly links: MailLinks,
    private readonly events: EventLog,
  ) {}

  /**
   * Lets the new address wait. One that another user has is answered in the same way, with the same rows; its mailbox
   * learns that somebody asked, and the link that would confirm it is seen by nobody.
   */
  async request(
    em: EntityManager,
    user: User,
    sessionId: string,
    email: EmailAddress,
    client: ClientInfo,
  ): Promise<void> {
    const pending = { pendingEmail: email.address, pendingEmailKey: email.key, pendingEmailSessionId: sessionId };
    await em.nativeUpdate(UserEntity, { id: user.id }, { ...pending, updatedAt: this.clock.now() });
    const owner = await this.users.findByEmail(em, email.key);
    const request = {
      purpose: 'change_email',
      subjectId: user.id,
      emailKey: email.key,
      lifetime: VERIFICATION_LIFETIME,
    } as const;
    const { token, code, expiresAt } = await this.tokens.issue(em, request);
    const { granted } = await this.cooldown.claim(em, 'confirm_email_change', email.key);
    if (granted) {
      const content = owner
        ? ({ kind: 'account_exists' } as const)
        : ({ kind: 'confirm_email_change', link: this.links.verifyEmail(token, user.locale ?? null), code } as const);
      const { email: recipient, locale } = owner ?? { email: email.address, locale: user.locale };
      await this.outbox.queue(em, { recipient, locale: locale ?? null, content, expiresAt });
      await this.tellOldAddress(em, user, 'email_change_requested', email.address);
    }
    await this.events.recordEvent(em, { kind: accountEvents.emailChangeRequested, userId: user.id, client });
  }

  /**
   * Makes the waiting address the user's own. Every session ends but the one that asked for it, and with the old
   * address end all links that were mailed to it.
   *
   * @returns null where the token was used meanwhile, or the address does not wait any more or has been taken
   */
  async confirm(em: EntityManager, token: OneTimeToken, client: ClientInfo): Promise<VerifiedEmail | null> {
    const user = await em.findOne(UserEntity, {
      id: token.subjectId,
      pendingEmailKey: token.emailKey,
      deletedAt: null,
    });
    if (!user?.pendingEmail || (await this.users.findByEmail(em, token.emailKey))) return null;
    const { email: oldEmail, pendingEmail: email, pendingEmailSessionId } = user;
    const now = this.clock.now();
    const nothingWaits = { pendingEmail: null, pendingEmailKey: null, pendingEmailSessionId: null };
    const confirmed = { email, emailKey: token.emailKey, emailVerifiedAt: now, updatedAt: now, ...nothingWaits };
    const waiting = { id: user.id, pendingEmailKey: token.emailKey };
    if ((await em.nativeUpdate(UserEntity, waiting, confirmed)) === 0) return null;
    await this.tokens.endAll(em, user.id);
    await this.sessions.endAll(em, user.id, pendingEmailSessionId);
    await this.tellOldAddress(em, { ...user, email: oldEmail }, 'email_changed', email);
    await this.events.recordEvent(em, { kind: accountEvents.emailChanged, userId: user.id, client });
    return { email, passwordResetToken: null };
  }

  private tellOldAddress(
    em: EntityManager,
    { email: recipient, locale }: Pick<User, 'email' | 'locale'>,
    kind: 'email_change_requested' | 'email_changed',
    newEmail: string,
  ): Promise<void> {
    const content = { kind, newEmail: maskEmail(newEmail) };
    return this.outbox.queue(em, { recipient, locale: locale ?? null, content, expiresAt: null });
  }
}
