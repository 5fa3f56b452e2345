import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { Refusal } from '../kernel/refusal.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { avatarEvents } from './avatar.events.js';
import type { AvatarPictures } from './avatar-pictures.service.js';
import type { AvatarTicket } from './avatar-ticket.entity.js';
import type { AvatarTickets, AvatarUpload } from './avatar-tickets.service.js';

interface PendingRegistration {
  readonly id: string;
  readonly emailKey: string;
  readonly expiresAt: Date;
}

interface AvatarsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly users: Users;
  readonly tickets: AvatarTickets;
  readonly pictures: AvatarPictures;
  readonly events: EventLog;
}

/** Whose picture is which. */
export class Avatars {
  constructor(private readonly needs: AvatarsNeeds) {}

  /** A ticket for another picture. */
  async createUpload(by: { userId: string; sessionId: string }): Promise<Result<AvatarUpload>> {
    if (!this.needs.pictures.enabled) return refused(userError('NOT_AVAILABLE'));
    return this.needs.database.transaction(async (em) => {
      await this.locked(em, by.userId);
      return ok(await this.needs.tickets.issue(em, by.userId, by.sessionId));
    });
  }

  /** Takes the picture away; quiet where there is none. */
  async remove(by: { userId: string }, client: ClientInfo): Promise<Result<User>> {
    const user = await this.needs.database.transaction(async (em) => {
      const locked = await this.locked(em, by.userId);
      if (!locked.avatarId) return locked;
      await this.needs.pictures.discardOf(em, locked.id);
      await this.point(em, locked.id, null, client);
      return em.refreshOrFail(locked);
    });
    await this.needs.pictures.settled();
    return ok(user);
  }

  /** Gives a user whose row is locked another picture. */
  async set(em: EntityManager, userId: string, pictureId: string, client: ClientInfo): Promise<void> {
    if (!(await this.needs.pictures.keep(em, pictureId, userId))) throw Refusal.unavailable(1);
    await this.point(em, userId, pictureId, client);
  }

  /** A ticket for who registers with a form; null where avatars are off. */
  async ticketForRegistration(em: EntityManager, registration: PendingRegistration): Promise<AvatarUpload | null> {
    return this.needs.pictures.enabled ? this.needs.tickets.issueForRegistration(em, registration) : null;
  }

  /** The same where the account begins at once. */
  async ticketForNewUser(em: EntityManager, userId: string, sessionId: string): Promise<AvatarUpload | null> {
    return this.needs.pictures.enabled ? this.needs.tickets.issue(em, userId, sessionId) : null;
  }

  /** Whether a picture for this registration would go nowhere: that of a taken address never becomes an account. */
  async isForNobody(em: EntityManager, { emailKey }: Pick<AvatarTicket, 'emailKey'>): Promise<boolean> {
    return Boolean(emailKey && (await this.needs.users.findByEmail(em, emailKey)));
  }

  /** The picture waits with the registration; where it is for nobody, the next clean-up takes the row, at no more work here. */
  async setForRegistration(em: EntityManager, id: string, pictureId: string, forNobody: boolean): Promise<void> {
    const discardAt = forNobody ? this.needs.clock.now() : null;
    if (!(await this.needs.pictures.keep(em, pictureId, id, discardAt))) throw Refusal.unavailable(1);
  }

  /**
   * The account that a registration began gets its picture, and its ticket where nobody else registered with the
   * address: a ticket of somebody who may be a stranger ends, as their password does.
   */
  async follow(em: EntityManager, registrationId: string, userId: string, alone: boolean): Promise<void> {
    if (alone) await this.needs.tickets.handOn(em, registrationId, userId);
    else await this.needs.tickets.endAll(em, registrationId);
    const avatarId = await this.needs.pictures.handOn(em, registrationId, userId);
    if (avatarId !== null) await em.nativeUpdate(UserEntity, { id: userId }, { avatarId });
  }

  /** Ends tickets and discards the picture of a registration that came to nothing, or of a user who leaves. */
  async forget(em: EntityManager, subjectId: string): Promise<void> {
    await this.needs.tickets.endAll(em, subjectId);
    await this.needs.pictures.discardOf(em, subjectId);
    await em.nativeUpdate(UserEntity, { id: subjectId, avatarId: { $ne: null } }, { avatarId: null });
  }

  private async locked(em: EntityManager, userId: string): Promise<User> {
    const user = await this.needs.users.lock(em, userId);
    if (!user) throw Refusal.unauthenticated('SESSION_REVOKED');
    return user;
  }

  private async point(em: EntityManager, userId: string, avatarId: string | null, client: ClientInfo): Promise<void> {
    await em.nativeUpdate(UserEntity, { id: userId }, { avatarId, updatedAt: this.needs.clock.now() });
    const metadata = { change: avatarId === null ? 'removed' : 'set' };
    await this.needs.events.recordEvent(em, { kind: avatarEvents.avatarChanged, userId, client, metadata });
  }
}
