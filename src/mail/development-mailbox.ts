import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { isId } from '../kernel/ids.js';
import { type DevelopmentMail, DevelopmentMailEntity } from './development-mail.entity.js';
import type { MailTransport, RenderedMail } from './mail-transport.js';

const KEPT = 500;

/** The transport of an installation without a mail server: keeps the newest mails for `/dev/mailbox`. */
export class DevelopmentMailbox implements MailTransport {
  /** Each takes a connection to the database. */
  readonly atOnce = 4;

  constructor(
    private readonly database: Database,
    private readonly kept = KEPT,
  ) {}

  async send({ from, to, date, ...mail }: RenderedMail): Promise<void> {
    const row = {
      ...mail,
      sender: from.name ? `${from.name} <${from.address}>` : from.address,
      recipient: to,
      createdAt: date,
    };
    await this.database.transaction(async (em) => {
      await em.createQueryBuilder(DevelopmentMailEntity).insert(row).onConflict('id').ignore().execute('run');
      await this.trim(em);
    });
  }

  /** The newest first. */
  async list(): Promise<DevelopmentMail[]> {
    return this.database.reader().find(DevelopmentMailEntity, {}, { orderBy: { id: 'desc' }, limit: this.kept });
  }

  async find(id: string): Promise<DevelopmentMail | null> {
    return isId(id) ? this.database.reader().findOne(DevelopmentMailEntity, { id }) : null;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The ids are in the order of time (UUIDv7). */
  private async trim(em: EntityManager): Promise<void> {
    const [tooOld] = await em.find(DevelopmentMailEntity, {}, { orderBy: { id: 'desc' }, offset: this.kept, limit: 1 });
    if (tooOld !== undefined) await em.nativeDelete(DevelopmentMailEntity, { id: { $lte: tooOld.id } });
  }
}
