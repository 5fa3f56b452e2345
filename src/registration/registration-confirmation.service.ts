import type { EntityManager } from '@mikro-orm/sql';
import type { Avatars } from '../avatars/avatars.service.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { minutes } from '../kernel/duration.js';
import type { OneTimeToken } from '../one-time-tokens/one-time-token.entity.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import type { PendingRegistration } from './pending-registration.entity.js';
import { endPendingRegistrations, lockPendingRegistrations } from './pending-registrations.js';
import { registrationEvents } from './registration.events.js';

const PASSWORD_CHOICE_LIFETIME = minutes(30);

export interface VerifiedEmail {
  readonly email: string;
  /** Set where a password must still be chosen. */
  readonly passwordResetToken: string | null;
}

interface RegistrationConfirmationNeeds {
  readonly clock: Clock;
  readonly users: Users;
  readonly tokens: OneTimeTokens;
  readonly avatars: Avatars;
  readonly events: EventLog;
}

/** What a used verification link or code brings about. */
export class RegistrationConfirmation {
  constructor(private readonly needs: RegistrationConfirmationNeeds) {}

  /**
   * Uses the token up. All registrations of its address are locked before, in one order: of several links used at once
   * one begins the account and the others find nothing, and none waits for another that waits for it.
   *
   * @returns null where the token was used meanwhile, or there is nothing to confirm any more
   */
  async confirm(em: EntityManager, token: OneTimeToken, client: ClientInfo): Promise<VerifiedEmail | null> {
    const rivals = await lockPendingRegistrations(em, token.emailKey);
    if (!(await this.needs.tokens.claim(em, token))) return null;
    return (await this.beginAccount(em, token, rivals, client)) ?? (await this.confirmUser(em, token, client));
  }

  /** Turns the registration that the token is for into an account, and ends all others of the address. */
  private async beginAccount(
    em: EntityManager,
    token: OneTimeToken,
    rivals: readonly PendingRegistration[],
    client: ClientInfo,
  ): Promise<VerifiedEmail | null> {
    const chosen = rivals.find(({ id }) => id === token.subjectId);
    if (!chosen || (await this.needs.users.findByEmail(em, token.emailKey))) return null;
    const now = this.needs.clock.now();
    const alone = rivals.every((rival) => rival === chosen || rival.expiresAt <= now);
    await endPendingRegistrations(em, this.needs.tokens, token.emailKey);
    const user = await this.create(em, chosen, alone);
    await this.followAvatars(em, chosen, rivals, user.id, alone);
    await this.record(em, 'userRegistered', user, client);
    await this.record(em, 'emailVerified', user, client);
    return {
      email: user.email,
      passwordResetToken: alone ? null : await this.passwordChoice(em, user, token.emailKey),
    };
  }

  /** Somebody else may have registered with this address; then none of the passwords counts. */
  private async create(em: EntityManager, chosen: PendingRegistration, alone: boolean): Promise<User> {
    const { email, emailKey, name, phone, locale } = chosen;
    const taken = chosen.username ? await this.needs.users.isUsernameTaken(em, chosen.username) : true;
    return this.needs.users.create(em, {
      email: { address: email, key: emailKey },
      emailVerified: true,
      profile: {
        username: taken ? null : (chosen.username ?? null),
        name: name ?? null,
        phone: phone ?? null,
        locale: locale ?? null,
      },
      passwordHash: alone ? chosen.passwordHash : null,
    });
  }

  /** The picture is a part of the profile that counts; those of the others go. */
  private async followAvatars(
    em: EntityManager,
    chosen: PendingRegistration,
    rivals: readonly PendingRegistration[],
    userId: string,
    alone: boolean,
  ): Promise<void> {
    for (const rival of rivals) if (rival !== chosen) await this.needs.avatars.forget(em, rival.id);
    await this.needs.avatars.follow(em, chosen.id, userId, alone);
  }

  private async passwordChoice(em: EntityManager, user: User, emailKey: string): Promise<string> {
    const request = {
      purpose: 'reset_password',
      subjectId: user.id,
      emailKey,
      lifetime: PASSWORD_CHOICE_LIFETIME,
    } as const;
    return (await this.needs.tokens.issue(em, request)).token;
  }

  /** Confirms the address of an account that began without that. */
  private async confirmUser(em: EntityManager, token: OneTimeToken, client: ClientInfo): Promise<VerifiedEmail | null> {
    const now = this.needs.clock.now();
    const unconfirmed = { id: token.subjectId, emailKey: token.emailKey, emailVerifiedAt: null };
    if ((await em.nativeUpdate(UserEntity, unconfirmed, { emailVerifiedAt: now, updatedAt: now })) === 0) return null;
    const user = await em.findOneOrFail(UserEntity, { id: token.subjectId });
    await this.record(em, 'emailVerified', user, client);
    return { email: user.email, passwordResetToken: null };
  }

  private record(
    em: EntityManager,
    kind: keyof typeof registrationEvents,
    user: User,
    client: ClientInfo,
  ): Promise<void> {
    return this.needs.events.recordEvent(em, { kind: registrationEvents[kind], userId: user.id, client });
  }
}
