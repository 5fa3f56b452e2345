import { type EntityManager, LockMode } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { minutes } from '../kernel/duration.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { OneTimeToken } from '../one-time-tokens/one-time-token.entity.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { type PendingRegistration, PendingRegistrationEntity } from './pending-registration.entity.js';
import { registrationEvents } from './registration.events.js';
import type { VerificationMails } from './verification-mails.js';

const PASSWORD_CHOICE_LIFETIME = minutes(30);

export interface VerifiedEmail {
  readonly email: string;
  /** Set where a password must still be chosen. */
  readonly passwordResetToken: string | null;
}

export class EmailVerification {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly users: Users,
    private readonly tokens: OneTimeTokens,
    private readonly mails: VerificationMails,
    private readonly events: EventLog,
  ) {}

  verifyByLink(token: string, client: ClientInfo): Promise<Result<VerifiedEmail>> {
    return this.database.transaction(async (em) => {
      const claimed = await this.tokens.claimLink(em, 'verify_email', token);
      return claimed.ok ? this.confirm(em, claimed.value, client, 'token') : claimed;
    });
  }

  async verifyByCode(email: string, code: string, client: ClientInfo): Promise<Result<VerifiedEmail>> {
    const address = parseEmailAddress(email);
    if (!address) return refused(userError('INVALID_EMAIL', ['input', 'email']));
    return this.database.transaction(async (em) => {
      const claimed = await this.tokens.claimCode(em, 'verify_email', address.key, code);
      return claimed.ok ? this.confirm(em, claimed.value, client, 'code') : claimed;
    });
  }

  /** Answers alike for every address; a mail goes out only where something waits for it. */
  async resend(email: string): Promise<Result<{ retryAfter: number }>> {
    const address = parseEmailAddress(email);
    if (!address) return refused(userError('INVALID_EMAIL', ['input', 'email']));
    return this.database.transaction(async (em) => {
      const { granted, retryAfter } = await this.mails.claim(em, address.key);
      const user = await this.users.findByEmail(em, address.key);
      const pending = await this.newestPending(em, address.key);
      const waiting = user ? (user.emailVerifiedAt ? null : user) : pending;
      if (granted && waiting) {
        await this.mails.sendLink(em, { id: waiting.id, email: waiting.email, emailKey: address.key, locale: waiting.locale ?? null });
      }
      return ok({ retryAfter });
    });
  }

  newestPending(em: EntityManager, emailKey: string): Promise<PendingRegistration | null> {
    const waiting = { emailKey, expiresAt: { $gt: this.clock.now() } };
    return em.findOne(PendingRegistrationEntity, waiting, { orderBy: { id: 'desc' } });
  }

  private async confirm(em: EntityManager, token: OneTimeToken, client: ClientInfo, field: string): Promise<Result<VerifiedEmail>> {
    const confirmed = (await this.beginAccount(em, token, client)) ?? (await this.confirmUser(em, token, client));
    return confirmed ? ok(confirmed) : refused(userError(field === 'code' ? 'INVALID_CODE' : 'INVALID_TOKEN', ['input', field]));
  }

  /**
   * Turns the registration that the token is for into an account, and ends all others of the address. Their rows are
   * locked first, in one order: of several links used at once, one begins the account and the others find nothing.
   */
  private async beginAccount(em: EntityManager, token: OneTimeToken, client: ClientInfo): Promise<VerifiedEmail | null> {
    const ofAddress = { emailKey: token.emailKey };
    const options = { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE } as const;
    const rivals = await em.find(PendingRegistrationEntity, ofAddress, options);
    const chosen = rivals.find(({ id }) => id === token.subjectId);
    if (!chosen || (await this.users.findByEmail(em, token.emailKey))) return null;
    const now = this.clock.now();
    const alone = rivals.every((rival) => rival === chosen || rival.expiresAt <= now);
    for (const rival of rivals) await this.tokens.endAll(em, rival.id);
    await em.nativeDelete(PendingRegistrationEntity, ofAddress);
    const user = await this.create(em, chosen, alone);
    await this.record(em, 'userRegistered', user, client);
    await this.record(em, 'emailVerified', user, client);
    return { email: user.email, passwordResetToken: alone ? null : await this.passwordChoice(em, user, token.emailKey) };
  }

  /** Somebody else may have registered with this address; then none of the passwords counts. */
  private async create(em: EntityManager, chosen: PendingRegistration, alone: boolean): Promise<User> {
    const { email, emailKey, name, phone, locale } = chosen;
    const taken = chosen.username ? await this.users.isUsernameTaken(em, chosen.username) : true;
    return this.users.create(em, {
      email: { address: email, key: emailKey },
      emailVerified: true,
      profile: { username: taken ? null : (chosen.username ?? null), name: name ?? null, phone: phone ?? null, locale: locale ?? null },
      passwordHash: alone ? chosen.passwordHash : null,
    });
  }

  private async passwordChoice(em: EntityManager, user: User, emailKey: string): Promise<string> {
    const request = { purpose: 'reset_password', subjectId: user.id, emailKey, lifetime: PASSWORD_CHOICE_LIFETIME } as const;
    return (await this.tokens.issue(em, request)).token;
  }

  /** Confirms the address of an account that began without that. */
  private async confirmUser(em: EntityManager, token: OneTimeToken, client: ClientInfo): Promise<VerifiedEmail | null> {
    const now = this.clock.now();
    const unconfirmed = { id: token.subjectId, emailKey: token.emailKey, emailVerifiedAt: null };
    if ((await em.nativeUpdate(UserEntity, unconfirmed, { emailVerifiedAt: now, updatedAt: now })) === 0) return null;
    const user = await em.findOneOrFail(UserEntity, { id: token.subjectId });
    await this.record(em, 'emailVerified', user, client);
    return { email: user.email, passwordResetToken: null };
  }

  private record(em: EntityManager, kind: keyof typeof registrationEvents, user: User, client: ClientInfo): Promise<void> {
    return this.events.recordEvent(em, { kind: registrationEvents[kind], userId: user.id, client });
  }
}
