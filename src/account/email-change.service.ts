import type { EntityManager } from '@mikro-orm/sql';
import type { EmailAddress } from '../email-addresses/email-address.js';
import { maskEmail } from '../email-addresses/mask-email.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { after } from '../kernel/duration.js';
import type { MailCooldown } from '../mail/mail-cooldown.js';
import type { Outbox } from '../mail/outbox.js';
import type { MailLinks } from '../one-time-tokens/mail-links.js';
import type { OneTimeToken } from '../one-time-tokens/one-time-token.entity.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { VerifiedEmail } from '../registration/registration-confirmation.service.js';
import { VERIFICATION_LIFETIME } from '../registration/verification-mails.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { nothingPending, type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { accountEvents } from './account.events.js';

interface EmailChangeNeeds {
  readonly clock: Clock;
  readonly users: Users;
  readonly tokens: OneTimeTokens;
  readonly sessions: Sessions;
  readonly cooldown: MailCooldown;
  readonly outbox: Outbox;
  readonly links: MailLinks;
  readonly events: EventLog;
}

/** How a user gets another address: asked for with the password, confirmed from the new mailbox, told to the old one. */
export class EmailChange {
  constructor(private readonly needs: EmailChangeNeeds) {}

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
    const { granted } = await this.needs.cooldown.claim(em, 'confirm_email_change', email.key);
    const owner = await this.needs.users.findByEmail(em, email.key);
    if (granted) await this.send(em, user, email, owner);
    else if (user.pendingEmailKey !== email.key) await this.needs.tokens.endAll(em, user.id, 'change_email');
    const now = this.needs.clock.now();
    const pending = {
      pendingEmail: email.address,
      pendingEmailKey: email.key,
      pendingEmailSessionId: sessionId,
      pendingEmailExpiresAt: after(now, VERIFICATION_LIFETIME),
    };
    await em.nativeUpdate(UserEntity, { id: user.id }, { ...pending, updatedAt: now });
    await this.needs.events.recordEvent(em, { kind: accountEvents.emailChangeRequested, userId: user.id, client });
  }

  /** A mail that was sent a moment ago keeps its link: only a new one makes it void. */
  private async send(em: EntityManager, user: User, email: EmailAddress, owner: User | null): Promise<void> {
    const request = {
      purpose: 'change_email',
      subjectId: user.id,
      emailKey: email.key,
      lifetime: VERIFICATION_LIFETIME,
    } as const;
    const { token, code, expiresAt } = await this.needs.tokens.issue(em, request);
    const link = this.needs.links.verifyEmail(token, user.locale ?? null);
    const content = owner
      ? ({ kind: 'account_exists' } as const)
      : ({ kind: 'confirm_email_change', link, code } as const);
    const { email: recipient, locale } = owner ?? { email: email.address, locale: user.locale };
    await this.needs.outbox.queue(em, { recipient, locale: locale ?? null, content, expiresAt });
    await this.tellOldAddress(em, user, 'email_change_requested', email.address);
  }

  /** Who asks for the address that they have keeps it, written as they like; another that waited does so no more. */
  async keep(em: EntityManager, user: User, email: EmailAddress, client: ClientInfo): Promise<void> {
    await this.needs.tokens.endAll(em, user.id, 'change_email');
    const kept = { email: email.address, ...nothingPending, updatedAt: this.needs.clock.now() };
    await em.nativeUpdate(UserEntity, { id: user.id }, kept);
    if (email.address === user.email) return;
    const metadata = { fields: ['email'] };
    await this.needs.events.recordEvent(em, { kind: accountEvents.profileUpdated, userId: user.id, client, metadata });
  }

  /**
   * Makes the waiting address the user's own. Every session ends but the one that asked for it, and with the old
   * address end all links that were mailed to it.
   *
   * @returns null where the token was used meanwhile, or the address does not wait any more or has been taken
   */
  async confirm(em: EntityManager, token: OneTimeToken, client: ClientInfo): Promise<VerifiedEmail | null> {
    const user = await this.needs.users.lock(em, token.subjectId);
    if (!(await this.needs.tokens.claim(em, token))) return null;
    if (!user?.pendingEmail || user.pendingEmailKey !== token.emailKey) return null;
    if (await this.needs.users.findByEmail(em, token.emailKey)) return null;
    const email = { address: user.pendingEmail, key: token.emailKey };
    await this.replace(em, user, email, this.needs.clock.now());
    await this.needs.sessions.endAll(em, user.id, user.pendingEmailSessionId);
    await this.needs.events.recordEvent(em, { kind: accountEvents.emailChanged, userId: user.id, client });
    return { email: email.address, passwordResetToken: null };
  }

  /**
   * Gives a user another address at once, because an administrator says so. Every session ends, since whoever used the
   * account by the old address may not be who has the new one.
   */
  async impose(
    em: EntityManager,
    user: User,
    email: EmailAddress,
    { verified, actorId }: { verified: boolean; actorId: string },
    client: ClientInfo,
  ): Promise<void> {
    await this.replace(em, user, email, verified ? this.needs.clock.now() : null);
    await this.needs.sessions.endAll(em, user.id);
    const metadata = { verified };
    await this.needs.events.recordEvent(em, {
      kind: accountEvents.emailChanged,
      userId: user.id,
      actorId,
      client,
      metadata,
    });
  }

  /** With the old address end all links that were mailed to it, and it is told. */
  private async replace(
    em: EntityManager,
    user: User,
    email: EmailAddress,
    emailVerifiedAt: Date | null,
  ): Promise<void> {
    const { address, key } = email;
    const changed = {
      email: address,
      emailKey: key,
      emailVerifiedAt,
      updatedAt: this.needs.clock.now(),
      ...nothingPending,
    };
    await em.nativeUpdate(UserEntity, { id: user.id }, changed);
    await this.needs.tokens.endAll(em, user.id);
    await this.tellOldAddress(em, user, 'email_changed', address);
  }

  private tellOldAddress(
    em: EntityManager,
    { email: recipient, locale }: Pick<User, 'email' | 'locale'>,
    kind: 'email_change_requested' | 'email_changed',
    newEmail: string,
  ): Promise<void> {
    const content = { kind, newEmail: maskEmail(newEmail) };
    return this.needs.outbox.queue(em, { recipient, locale: locale ?? null, content, expiresAt: null });
  }
}
