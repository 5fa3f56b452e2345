import type { EntityManager } from '@mikro-orm/sql';
import { type Duration, hours } from '../kernel/duration.js';
import type { MailCooldown } from '../mail/mail-cooldown.js';
import type { Outbox } from '../mail/outbox.js';
import type { MailLinks } from '../one-time-tokens/mail-links.js';
import type { IssuedToken, OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';

export const VERIFICATION_LIFETIME: Duration = hours(24);

/** Who is to prove an address: a pending registration, or a user whose address is not confirmed yet. */
export interface Unverified {
  readonly id: string;
  readonly email: string;
  readonly emailKey: string;
  readonly locale: string | null;
}

/** The mails of a sign-up, one a minute and five an hour for an address, whichever they are and whoever asks. */
export class VerificationMails {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly cooldown: MailCooldown,
    private readonly outbox: Outbox,
    private readonly links: MailLinks,
  ) {}

  /** @returns `retryAfter`, the seconds until another can be asked for, whether or not one may be sent now */
  claim(em: EntityManager, emailKey: string): Promise<{ granted: boolean; retryAfter: number }> {
    return this.cooldown.claim(em, 'verify_email', emailKey);
  }

  async sendLink(em: EntityManager, { id, email, emailKey, locale }: Unverified): Promise<void> {
    const { token, code, expiresAt } = await this.issue(em, id, emailKey);
    const content = { kind: 'verify_email', link: this.links.verifyEmail(token, locale), code } as const;
    await this.outbox.queue(em, { recipient: email, locale, content, expiresAt });
  }

  /** The work of `sendLink` where nothing waits for a mail. */
  async pretend(em: EntityManager, subjectId: string, emailKey: string): Promise<void> {
    const { token, code } = await this.issue(em, subjectId, emailKey);
    await this.outbox.pretend(em, { kind: 'verify_email', link: this.links.verifyEmail(token, null), code });
  }

  /** Tells the owner of an address that somebody registered with it. The same rows are written as by `sendLink`. */
  async sendAccountExists(
    em: EntityManager,
    recipient: string,
    locale: string | null,
    { id, emailKey }: Unverified,
  ): Promise<void> {
    await this.issue(em, id, emailKey);
    await this.outbox.queue(em, { recipient, locale, content: { kind: 'account_exists' }, expiresAt: null });
  }

  private issue(em: EntityManager, subjectId: string, emailKey: string): Promise<IssuedToken> {
    return this.tokens.issue(em, { purpose: 'verify_email', subjectId, emailKey, lifetime: VERIFICATION_LIFETIME });
  }
}
