import type { EntityManager } from '@mikro-orm/sql';
import type { EmailChange } from '../account/email-change.service.js';
import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { after, before } from '../kernel/duration.js';
import type { Ids } from '../kernel/ids.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { OneTimeToken, Purpose } from '../one-time-tokens/one-time-token.entity.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import {
  KEPT_AFTER_EXPIRY,
  type PendingRegistration,
  PendingRegistrationEntity,
} from '../registration/pending-registration.entity.js';
import type { RegistrationConfirmation, VerifiedEmail } from '../registration/registration-confirmation.service.js';
import { VERIFICATION_LIFETIME, type VerificationMails } from '../registration/verification-mails.js';
import type { User } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';

const PURPOSES: readonly Purpose[] = ['verify_email', 'change_email'];

interface EmailVerificationNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly users: Users;
  readonly tokens: OneTimeTokens;
  readonly confirmation: RegistrationConfirmation;
  readonly emailChange: EmailChange;
  readonly verificationMails: VerificationMails;
}

/** Proves an address by what was mailed to it: for a new registration and for a change of address alike. */
export class EmailVerification {
  constructor(private readonly needs: EmailVerificationNeeds) {}

  async verifyByLink(token: string, client: ClientInfo): Promise<Result<VerifiedEmail>> {
    const found = await this.needs.tokens.findLink(this.needs.database.reader(), PURPOSES, token);
    return found.ok ? this.use(found.value, client, 'token') : found;
  }

  /** The try is taken in a transaction of its own, so that it stays taken, and holds no lock that a link waits for. */
  async verifyByCode(email: string, code: string, client: ClientInfo): Promise<Result<VerifiedEmail>> {
    const address = parseEmailAddress(email);
    if (!address) return refused(userError('INVALID_EMAIL', ['input', 'email']));
    const found = await this.needs.database.transaction((em) =>
      this.needs.tokens.tryCode(em, PURPOSES, address.key, code),
    );
    return found.ok ? this.use(found.value, client, 'code') : found;
  }

  /** Answers alike for every address; a mail goes out only where something waits for it. */
  async resend(email: string): Promise<Result<{ retryAfter: number }>> {
    const address = parseEmailAddress(email);
    if (!address) return refused(userError('INVALID_EMAIL', ['input', 'email']));
    return this.needs.database.transaction(async (em) => {
      const { granted, retryAfter } = await this.needs.verificationMails.claim(em, address.key);
      const user = await this.needs.users.findByEmail(em, address.key);
      const pending = await this.newestPending(em, address.key);
      if (granted && pending) await this.prolong(em, pending);
      const waiting = user ? (user.emailVerifiedAt ? null : user) : pending;
      if (granted && waiting) await this.sendAgain(em, waiting, address.key);
      else if (granted) await this.needs.verificationMails.pretend(em, this.needs.ids.next(), address.key);
      return ok({ retryAfter });
    });
  }

  /** The registration lives as long as its newest link. */
  private async prolong(em: EntityManager, { id }: PendingRegistration): Promise<void> {
    const expiresAt = after(this.needs.clock.now(), VERIFICATION_LIFETIME);
    await em.nativeUpdate(PendingRegistrationEntity, { id }, { expiresAt });
  }

  private sendAgain(
    em: EntityManager,
    { id, email, locale }: User | PendingRegistration,
    emailKey: string,
  ): Promise<void> {
    return this.needs.verificationMails.sendLink(em, { id, email, emailKey, locale: locale ?? null });
  }

  private newestPending(em: EntityManager, emailKey: string): Promise<PendingRegistration | null> {
    const waiting = { emailKey, expiresAt: { $gt: before(this.needs.clock.now(), KEPT_AFTER_EXPIRY) } };
    return em.findOne(PendingRegistrationEntity, waiting, { orderBy: { id: 'desc' } });
  }

  private async use(token: OneTimeToken, client: ClientInfo, field: 'token' | 'code'): Promise<Result<VerifiedEmail>> {
    const confirmed = await this.needs.database.transaction((em) => this.confirm(em, token, client));
    if (confirmed) return ok(confirmed);
    return refused(userError(field === 'code' ? 'INVALID_CODE' : 'INVALID_TOKEN', ['input', field]));
  }

  private confirm(em: EntityManager, token: OneTimeToken, client: ClientInfo): Promise<VerifiedEmail | null> {
    return token.purpose === 'change_email'
      ? this.needs.emailChange.confirm(em, token, client)
      : this.needs.confirmation.confirm(em, token, client);
  }
}
