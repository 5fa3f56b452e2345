import type { Database } from '../../src/database/database.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { openDatabase } from '../../src/database/open-database.js';
import { after, type Duration, hours } from '../../src/kernel/duration.js';
import { UuidV7 } from '../../src/kernel/ids.js';
import { silentLogger } from '../../src/kernel/logger.js';
import { SecretKey } from '../../src/kernel/secrets.js';
import { DevelopmentMailEntity } from '../../src/mail/development-mail.entity.js';
import { DEFAULT_MAIL_BRAND } from '../../src/mail/mail-brand.js';
import type { MailContent } from '../../src/mail/mail-content.js';
import { MailCooldownEntity } from '../../src/mail/mail-cooldown.entity.js';
import { MailDelivery } from '../../src/mail/mail-delivery.js';
import { MailTemplates } from '../../src/mail/mail-templates.js';
import type { MailTransport, RenderedMail } from '../../src/mail/mail-transport.js';
import { Outbox } from '../../src/mail/outbox.js';
import { OutboxLeases } from '../../src/mail/outbox-leases.js';
import { type OutboxMail, OutboxMailEntity } from '../../src/mail/outbox-mail.entity.js';
import { OutboxWorker } from '../../src/mail/outbox-worker.js';
import { TestClock } from '../support/test-clock.js';
import { freshDatabase } from '../support/test-database.js';
import { TestLog } from '../support/test-log.js';

export const secretKey = new SecretKey('a-secret-for-tests-alone-0123456789');
export const link = 'https://app.example/verify-email?token=Zq3-secret-token_91';
export const code = '482913';
export const verifyEmail: MailContent = { kind: 'verify_email', link, code };

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

export function atTheEnd(end: () => Promise<unknown>): void {
  endings.push(end);
}

export async function mailDatabase(): Promise<Database> {
  const fresh = await freshDatabase();
  atTheEnd(() => fresh.drop());
  return openMailDatabase(fresh.url);
}

export async function openMailDatabase(url: string): Promise<Database> {
  const target = parseDatabaseUrl(url);
  if (target === null) throw new Error(url);
  const entities = [OutboxMailEntity, MailCooldownEntity, DevelopmentMailEntity];
  const database = await openDatabase({ target, entities, logger: silentLogger, poolSize: 16 });
  atTheEnd(() => database.close());
  return database;
}

/** Fails as it is told to, in turn, and keeps what went through. */
export class FlakyTransport implements MailTransport {
  readonly sent: RenderedMail[] = [];
  readonly tried: RenderedMail[] = [];
  failures: (Error | ((mail: RenderedMail) => Promise<void>) | null)[] = [];

  async send(mail: RenderedMail): Promise<void> {
    this.tried.push(mail);
    const failure = this.failures.shift() ?? null;
    if (failure instanceof Error) throw failure;
    await failure?.(mail);
    this.sent.push(mail);
  }

  async close(): Promise<void> {}
}

/** The way of a mail from the outbox to a transport, with a clock that stands still. */
export class MailHouse {
  readonly clock = new TestClock();
  readonly log = new TestLog();
  readonly transport = new FlakyTransport();
  readonly outbox: Outbox;
  readonly worker: OutboxWorker;

  private constructor(readonly database: Database) {
    this.worker = this.anotherWorker();
    this.outbox = new Outbox({
      database,
      clock: this.clock,
      ids: new UuidV7(this.clock),
      secretKey,
      publicUrl: 'https://users.example:8443',
      onQueued: () => this.worker.wake(),
    });
  }

  static async open(database?: Database): Promise<MailHouse> {
    const house = new MailHouse(database ?? (await mailDatabase()));
    atTheEnd(() => house.worker.stop());
    return house;
  }

  anotherWorker(
    changes: { sendPatience?: Duration; random?: () => number; leases?: OutboxLeases } = {},
    isPressed = () => false,
  ): OutboxWorker {
    const { clock, log: logger, transport } = this;
    const leases = changes.leases ?? new OutboxLeases(this.database, clock);
    const templates = new MailTemplates(DEFAULT_MAIL_BRAND, 'https://app.example');
    const from = { name: 'Users, Inc.', address: 'no-reply@users.example' };
    const delivery = new MailDelivery({
      leases,
      templates,
      transport,
      secretKey,
      clock,
      logger,
      from,
      random: () => 1,
      ...changes,
    });
    return new OutboxWorker({ leases, delivery, clock, logger, isPressed });
  }

  async queue(
    recipient = 'alice@example.com',
    { expiresIn = hours(24) }: { expiresIn?: Duration | null } = {},
  ): Promise<void> {
    const expiresAt = expiresIn && after(this.clock.now(), expiresIn);
    await this.database.transaction((em) =>
      this.outbox.queue(em, { recipient, locale: 'en-GB', content: verifyEmail, expiresAt }),
    );
  }

  async rows(): Promise<OutboxMail[]> {
    return this.database.reader().find(OutboxMailEntity, {}, { orderBy: { id: 'asc' } });
  }

  async row(): Promise<OutboxMail> {
    const [row] = await this.rows();
    if (row === undefined) throw new Error('the outbox is empty');
    return row;
  }
}
