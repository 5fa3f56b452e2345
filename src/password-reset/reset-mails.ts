import type { EntityManager } from '@mikro-orm/sql';
import type { EventLog } from '../events/event-log.js';
import type { EventMetadata } from '../events/event.entity.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { days, type Duration, minutes } from '../kernel/duration.js';
import type { Ids } from '../kernel/ids.js';
import type { Cooldown, MailCooldown } from '../mail/mail-cooldown.js';
import type { Outbox } from '../mail/outbox.js';
import type { MailLinks } from '../one-time-tokens/mail-links.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { User } from '../users/user.entity.js';
import { passwordResetEvents } from './password-reset.events.js';

const RESET_LIFETIME: Duration = minutes(30);
const INVITATION_LIFETIME: Duration = days(7);

/** A user who has an address; a deleted one has none. */
export interface Addressee {
  readonly user: User;
  readonly emailKey: string;
}

interface ResetMailsNeeds {
  readonly ids: Ids;
  readonly tokens: OneTimeTokens;
  readonly cooldown: MailCooldown;
  readonly outbox: Outbox;
  readonly links: MailLinks;
  readonly events: EventLog;
}

/** The links that lead to choosing a password, and the mails that carry them. One of a kind a minute and five an hour for an address. */
export class ResetMails {
  constructor(private readonly needs: ResetMailsNeeds) {}

  /**
   * Answers alike whether there is a user or not; without one everything is the same, but that the token leads nowhere
   * and the mail to nobody.
   *
   * @param actorId who asks for it, where that is another
   */
  async sendReset(
    em: EntityManager,
    { user, emailKey }: Addressee | { user: null; emailKey: string },
    client: ClientInfo,
    actorId?: string,
  ): Promise<Cooldown> {
    const cooldown = await this.needs.cooldown.claim(em, 'password_reset', emailKey);
    if (!cooldown.granted) return cooldown;
    const subjectId = user?.id ?? this.needs.ids.next();
    const request = { purpose: 'reset_password', subjectId, emailKey, lifetime: RESET_LIFETIME } as const;
    const { token, code, expiresAt } = await this.needs.tokens.issue(em, request);
    const locale = user?.locale ?? null;
    const content = { kind: 'password_reset', link: this.needs.links.resetPassword(token, locale), code } as const;
    if (user) await this.needs.outbox.queue(em, { recipient: user.email, locale, content, expiresAt });
    else await this.needs.outbox.pretend(em, content);
    await this.needs.events.recordEvent(em, {
      kind: passwordResetEvents.requested,
      userId: user?.id ?? null,
      actorId,
      client,
    });
    return cooldown;
  }

  /** A link that whoever runs the server hands on, for somebody whose mailbox is out of reach. It ends the mailed ones. */
  async linkFor(
    em: EntityManager,
    { user, emailKey }: Addressee,
    client: ClientInfo,
    metadata: EventMetadata,
  ): Promise<{ link: string; expiresAt: Date }> {
    const request = { purpose: 'reset_password', subjectId: user.id, emailKey, lifetime: RESET_LIFETIME } as const;
    const { token, expiresAt } = await this.needs.tokens.issue(em, request);
    await this.needs.events.recordEvent(em, { kind: passwordResetEvents.requested, userId: user.id, client, metadata });
    return { link: this.needs.links.resetPassword(token, user.locale ?? null), expiresAt };
  }

  /** To somebody for whom an administrator made an account. Using the link sets the password and confirms the address. */
  async sendInvitation(em: EntityManager, { user, emailKey }: Addressee): Promise<Cooldown> {
    const cooldown = await this.needs.cooldown.claim(em, 'invitation', emailKey);
    if (!cooldown.granted) return cooldown;
    const request = {
      purpose: 'reset_password',
      subjectId: user.id,
      emailKey,
      lifetime: INVITATION_LIFETIME,
    } as const;
    const { token, expiresAt } = await this.needs.tokens.issue(em, request);
    const locale = user.locale ?? null;
    const content = { kind: 'invitation', link: this.needs.links.resetPassword(token, locale) } as const;
    await this.needs.outbox.queue(em, { recipient: user.email, locale, content, expiresAt });
    return cooldown;
  }
}
