import { type EntityManager, raw } from '@mikro-orm/sql';
import type { Clock } from '../kernel/clock.js';
import { after, before, type Duration, hours, minutes, secondsUntil, seconds } from '../kernel/duration.js';
import type { Ids } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { digestOf, newSecretToken } from '../kernel/secrets.js';
import { type AvatarTicket, AvatarTicketEntity } from './avatar-ticket.entity.js';

export const AVATAR_MAX_BYTES = 5 * 1024 * 1024;

const LIFETIME: Duration = minutes(15);
/** Bodies that are looked at for one ticket: enough for who picks a wrong file, too few to keep the decoder busy. */
const TRIES = 10;
/** Longer than decoding and storing can take; an instance that dies meanwhile blocks its ticket no longer than this. */
const LEASE: Duration = seconds(60);
const TICKETS_AN_HOUR = 30;

/** Where a picture may be sent; the secret in it exists only here and with the client. */
export interface AvatarUpload {
  readonly url: string;
  readonly maxBytes: number;
  readonly expiresAt: Date;
}

export type TicketProblem = 'TICKET_UNKNOWN' | 'TICKET_USED' | 'TICKET_EXPIRED' | 'TICKET_BUSY';

interface TicketHolder {
  readonly subjectId: string;
  readonly emailKey: string | null;
  readonly sessionId: string | null;
  readonly expiresAt: Date;
}

export class AvatarTickets {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly options: { readonly publicUrl: string; readonly rateLimits: boolean },
  ) {}

  /**
   * A ticket for a user whose row the caller has locked. It ends with the session that asked for it, and ends the older
   * ones of the user.
   *
   * @throws Refusal RATE_LIMITED for the thirty-first in an hour
   */
  async issue(em: EntityManager, userId: string, sessionId: string): Promise<AvatarUpload> {
    await this.checkRate(em, userId);
    await this.endAll(em, userId);
    const expiresAt = after(this.clock.now(), LIFETIME);
    return this.add(em, { subjectId: userId, emailKey: null, sessionId, expiresAt });
  }

  /** A ticket for somebody who has no account yet. */
  issueForRegistration(
    em: EntityManager,
    registration: { readonly id: string; readonly emailKey: string; readonly expiresAt: Date },
  ): Promise<AvatarUpload> {
    const { id, emailKey, expiresAt } = registration;
    return this.add(em, { subjectId: id, emailKey, sessionId: null, expiresAt });
  }

  private async add(em: EntityManager, holder: TicketHolder): Promise<AvatarUpload> {
    const secret = newSecretToken();
    const ticket = { id: this.ids.next(), digest: digestOf(secret), tries: 0, createdAt: this.clock.now(), ...holder };
    await em.insert(AvatarTicketEntity, ticket);
    const url = `${this.options.publicUrl}/avatars/upload/${secret}`;
    return { url, maxBytes: AVATAR_MAX_BYTES, expiresAt: holder.expiresAt };
  }

  private async checkRate(em: EntityManager, subjectId: string): Promise<void> {
    if (!this.options.rateLimits) return;
    const now = this.clock.now();
    const lately = { subjectId, sessionId: { $ne: null }, createdAt: { $gt: before(now, hours(1)) } };
    const order = { orderBy: { createdAt: 'desc' }, limit: 1, offset: TICKETS_AN_HOUR - 1 } as const;
    const [oldest] = await em.find(AvatarTicketEntity, lately, order);
    if (oldest) throw Refusal.rateLimited(Math.max(1, secondsUntil(after(oldest.createdAt, hours(1)), now)));
  }

  /** The open ticket of a secret. Looking changes nothing: `lease` and `claim` do. */
  async find(em: EntityManager, secret: string): Promise<AvatarTicket | TicketProblem> {
    const found = await em.findOne(AvatarTicketEntity, { digest: digestOf(secret) });
    if (found === null) return 'TICKET_UNKNOWN';
    const now = this.clock.now();
    // The last try counts for as long as it lasts.
    const isTrying = found.leasedUntil && found.leasedUntil > now;
    if (found.endedAt || (found.tries >= TRIES && !isTrying)) return 'TICKET_USED';
    return found.expiresAt <= now ? 'TICKET_EXPIRED' : found;
  }

  /**
   * Takes one of the tries, and keeps the ticket for one upload alone while it is decoded and stored: of any number at
   * once, one gets it, and the others have cost nothing. Not used up yet: a picture that can't be read, or a store that
   * is away, must not cost the ticket.
   *
   * @returns until when, which is what proves the lease; null where another has it
   */
  async lease(em: EntityManager, { id }: AvatarTicket): Promise<Date | null> {
    const now = this.clock.now();
    const free = { $or: [{ leasedUntil: null }, { leasedUntil: { $lte: now } }] };
    const open = { id, tries: { $lt: TRIES }, endedAt: null, expiresAt: { $gt: now }, ...free };
    const leasedUntil = after(now, LEASE);
    const changes = { leasedUntil, tries: raw<number>('tries + 1') };
    return (await em.nativeUpdate(AvatarTicketEntity, open, changes)) === 1 ? leasedUntil : null;
  }

  /** Gives a lease back that came to nothing. */
  async release(em: EntityManager, { id }: AvatarTicket, leasedUntil: Date): Promise<void> {
    await em.nativeUpdate(AvatarTicketEntity, { id, leasedUntil, endedAt: null }, { leasedUntil: null });
  }

  /** Uses a leased ticket up: once, and for whom it was when it was read. */
  async claim(em: EntityManager, { id, subjectId }: AvatarTicket, leasedUntil: Date): Promise<boolean> {
    const open = { id, subjectId, leasedUntil, endedAt: null };
    return (await em.nativeUpdate(AvatarTicketEntity, open, { endedAt: this.clock.now() })) === 1;
  }

  /** Ends what is still open for a user or a pending registration. */
  async endAll(em: EntityManager, subjectId: string): Promise<void> {
    await em.nativeUpdate(AvatarTicketEntity, { subjectId, endedAt: null }, { endedAt: this.clock.now() });
  }

  /** What was a pending registration's becomes the user's. */
  async handOn(em: EntityManager, registrationId: string, userId: string): Promise<void> {
    const open = { subjectId: registrationId, endedAt: null };
    await em.nativeUpdate(AvatarTicketEntity, open, { subjectId: userId, emailKey: null });
  }
}
