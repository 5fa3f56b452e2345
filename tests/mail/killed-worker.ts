// A process that sends one mail and is killed before it can write that down: `killed-worker.ts DATABASE_URL SMTP_URL`.
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { openDatabase } from '../../src/database/open-database.js';
import { silentLogger } from '../../src/kernel/logger.js';
import { SecretKey } from '../../src/kernel/secrets.js';
import { DEFAULT_MAIL_BRAND } from '../../src/mail/mail-brand.js';
import { MailDelivery } from '../../src/mail/mail-delivery.js';
import { MailTemplates } from '../../src/mail/mail-templates.js';
import type { RenderedMail } from '../../src/mail/mail-transport.js';
import { OutboxLeases } from '../../src/mail/outbox-leases.js';
import { OutboxMailEntity } from '../../src/mail/outbox-mail.entity.js';
import { OutboxWorker } from '../../src/mail/outbox-worker.js';
import { SmtpTransport } from '../../src/mail/smtp-transport.js';
import { TestClock } from '../support/test-clock.js';

const [databaseUrl = '', smtpUrl = ''] = process.argv.slice(2);
const target = parseDatabaseUrl(databaseUrl);
if (target === null) throw new Error('The first argument must be a database URL.');

const clock = new TestClock();
const logger = silentLogger;
const leases = new OutboxLeases(await openDatabase({ target, entities: [OutboxMailEntity], logger }), clock);
const smtp = new SmtpTransport(smtpUrl);
const transport = {
  async send(mail: RenderedMail): Promise<void> {
    await smtp.send(mail);
    process.kill(process.pid, 'SIGKILL');
  },
  close: () => smtp.close(),
};
const delivery = new MailDelivery({
  leases,
  templates: new MailTemplates(DEFAULT_MAIL_BRAND, 'https://app.example'),
  transport,
  secretKey: new SecretKey('a-secret-for-tests-alone-0123456789'),
  clock,
  logger,
  from: { name: 'Users', address: 'no-reply@users.example' },
});
await new OutboxWorker({ leases, delivery, clock, logger }).runOnce();
