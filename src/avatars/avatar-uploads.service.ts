import type { Readable } from 'node:stream';
import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { seconds } from '../kernel/duration.js';
import type { Sessions } from '../sessions/sessions.service.js';
import type { Users } from '../users/users.service.js';
import type { AvatarPictures } from './avatar-pictures.service.js';
import type { AvatarSquares } from './avatar-store.js';
import type { AvatarTicket } from './avatar-ticket.entity.js';
import { AVATAR_MAX_BYTES, type AvatarTickets, type TicketProblem } from './avatar-tickets.service.js';
import type { Avatars } from './avatars.service.js';
import type { PictureProblem, PictureProcessor } from './picture-processor.js';
import { type BodyProblem, type Pace, readUpload } from './upload-body.js';

export type UploadProblem = TicketProblem | BodyProblem | PictureProblem | 'STORE_AWAY';

/** What somebody sends to the URL of a ticket. */
export interface SentPicture {
  /** The last part of the ticket's URL. */
  readonly secret: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentLength: number | undefined;
  readonly body: Readable;
}

/** A body that was read, on its way to its place. */
interface Upload {
  readonly ticket: AvatarTicket;
  readonly secret: string;
  /** Until when the ticket is this upload's. */
  readonly lease: Date;
}

interface StoredUpload extends Upload {
  readonly pictureId: string;
  readonly forNobody: boolean;
}

/** Five megabytes on a line of 0.7 Mbit/s. Less than the server gives a request, so that who is too slow gets an answer. */
const PACE: Pace = { patience: seconds(60), leastRate: 16 * 1024, look: seconds(10) };
/** Bodies in memory at once, in all and for one ticket: five megabytes each. */
const BODIES = 24;
const BODIES_OF_A_TICKET = 2;

interface AvatarUploadsNeeds {
  readonly database: Database;
  readonly tickets: AvatarTickets;
  readonly processor: PictureProcessor;
  readonly pictures: AvatarPictures;
  readonly avatars: Avatars;
  readonly users: Users;
  readonly sessions: Sessions;
}

/** The way of a picture: ticket → body → squares → store → user. */
export class AvatarUploads {
  private readonly receiving = new Map<string, number>();

  constructor(private readonly needs: AvatarUploadsNeeds) {}

  /** @returns null where the picture is stored */
  async receive(sent: SentPicture, client: ClientInfo): Promise<UploadProblem | null> {
    const ticket = await this.find(this.needs.database.reader(), sent.secret);
    if (typeof ticket === 'string') return ticket;
    if (!mayBePicture(sent)) return 'NOT_A_PICTURE';
    if ((sent.contentLength ?? 0) > AVATAR_MAX_BYTES) return 'TOO_LARGE';
    const bytes = await this.read(ticket.id, sent.body);
    return typeof bytes === 'string' ? bytes : this.take(ticket, sent.secret, bytes, client);
  }

  /** A ticket is no better than the account and the session behind it. */
  private async find(em: EntityManager, secret: string): Promise<AvatarTicket | TicketProblem> {
    const ticket = this.needs.pictures.enabled ? await this.needs.tickets.find(em, secret) : 'TICKET_UNKNOWN';
    if (typeof ticket === 'string' || ticket.emailKey) return ticket;
    const user = await this.needs.users.find(em, ticket.subjectId);
    if (!user || user.deletedAt || user.suspendedAt) return 'TICKET_USED';
    return (await this.isSessionAlive(em, ticket)) ? ticket : 'TICKET_USED';
  }

  private async read(ticketId: string, body: Readable): Promise<Buffer | BodyProblem | 'BUSY' | 'TICKET_BUSY'> {
    const mine = this.receiving.get(ticketId) ?? 0;
    const all = [...this.receiving.values()].reduce((sum, count) => sum + count, 0);
    if (mine >= BODIES_OF_A_TICKET) return 'TICKET_BUSY';
    if (all >= BODIES) return 'BUSY';
    this.receiving.set(ticketId, mine + 1);
    try {
      return await readUpload(body, AVATAR_MAX_BYTES, PACE);
    } finally {
      const left = (this.receiving.get(ticketId) ?? 1) - 1;
      if (left > 0) this.receiving.set(ticketId, left);
      else this.receiving.delete(ticketId);
    }
  }

  private async take(
    ticket: AvatarTicket,
    secret: string,
    bytes: Buffer,
    client: ClientInfo,
  ): Promise<UploadProblem | null> {
    const lease = await this.needs.database.transaction((em) => this.needs.tickets.lease(em, ticket));
    if (lease === null) return this.whyNot(secret);
    let stored = false;
    try {
      const processed = await this.needs.processor.process(bytes);
      if (!processed.ok) return processed.problem;
      const problem = await this.store({ ticket, secret, lease }, processed.squares, client);
      stored = problem === null;
      return problem;
    } finally {
      if (!stored) await this.needs.database.transaction((em) => this.needs.tickets.release(em, ticket, lease));
    }
  }

  private async store(upload: Upload, squares: AvatarSquares, client: ClientInfo): Promise<UploadProblem | null> {
    const isTaken = await this.needs.avatars.isForNobody(this.needs.database.reader(), upload.ticket);
    // In this order: an address that was confirmed meanwhile is taken by the very user whose ticket it is now.
    const ticket = await this.find(this.needs.database.reader(), upload.secret);
    if (typeof ticket === 'string') return ticket;
    const forNobody = isTaken && Boolean(ticket.emailKey);
    const pictureId = await this.needs.pictures.put(squares, forNobody);
    if (pictureId === null) return 'STORE_AWAY';
    const stored = { ...upload, ticket, pictureId, forNobody };
    const given = await this.needs.database.transaction((em) => this.give(em, stored, client));
    await this.needs.pictures.settled();
    return given ? null : this.whyNot(upload.secret);
  }

  /**
   * One transaction uses the ticket up and gives the picture to whom it is for. The address may have been confirmed
   * since the ticket was read, which made it the new user's: then it is read again.
   */
  private async give(em: EntityManager, stored: StoredUpload, client: ClientInfo): Promise<boolean> {
    if (await this.claim(em, stored, client)) return true;
    const ticket = await this.find(em, stored.secret);
    const isAnothers = typeof ticket !== 'string' && ticket.subjectId !== stored.ticket.subjectId;
    if (isAnothers && !stored.forNobody && (await this.claim(em, { ...stored, ticket }, client))) return true;
    await this.needs.pictures.discardOne(em, stored.pictureId);
    return false;
  }

  private async claim(em: EntityManager, stored: StoredUpload, client: ClientInfo): Promise<boolean> {
    const { ticket, lease, pictureId, forNobody } = stored;
    if (ticket.emailKey) {
      if (!(await this.needs.tickets.claim(em, ticket, lease))) return false;
      const isTaken = await this.needs.avatars.isForNobody(em, ticket);
      await this.needs.avatars.setForRegistration(em, ticket.subjectId, pictureId, forNobody || isTaken);
      return true;
    }
    const user = await this.needs.users.lock(em, ticket.subjectId);
    if (!user || user.suspendedAt || !(await this.isSessionAlive(em, ticket))) return false;
    if (!(await this.needs.tickets.claim(em, ticket, lease))) return false;
    await this.needs.avatars.set(em, user.id, pictureId, client);
    return true;
  }

  private async isSessionAlive(em: EntityManager, { sessionId }: AvatarTicket): Promise<boolean> {
    return !sessionId || this.needs.sessions.isAlive(em, sessionId);
  }

  private async whyNot(secret: string): Promise<TicketProblem> {
    const ticket = await this.find(this.needs.database.reader(), secret);
    return typeof ticket === 'string' ? ticket : 'TICKET_BUSY';
  }
}

/** The bytes decide; but who says that it is a page or a form does not mean to send a picture. */
function mayBePicture({ contentType, contentEncoding }: SentPicture): boolean {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isNamedOne = /^image\/(?!svg)/.test(type) || type === 'application/octet-stream' || type === '';
  return isNamedOne && (contentEncoding === undefined || contentEncoding === 'identity');
}
