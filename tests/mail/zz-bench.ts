import { startPostgres } from '../support/postgres.mjs';
import { openDatabase } from '../../src/database/open-database.js';
import { silentLogger } from '../../src/kernel/logger.js';
import { systemClock } from '../../src/kernel/clock.js';
import { UuidV7 } from '../../src/kernel/ids.js';
import { SecretKey } from '../../src/kernel/secrets.js';
import { OutboxMailEntity } from '../../src/mail/outbox-mail.entity.js';
import { DevelopmentMailEntity } from '../../src/mail/development-mail.entity.js';
import { MailCooldownEntity } from '../../src/mail/mail-cooldown.entity.js';
import { MailDelivery } from '../../src/mail/mail-delivery.js';
import { MailTemplates } from '../../src/mail/mail-templates.js';
import { DEFAULT_MAIL_BRAND } from '../../src/mail/mail-brand.js';
import { Outbox } from '../../src/mail/outbox.js';
import { OutboxLeases } from '../../src/mail/outbox-leases.js';
import { OutboxWorker } from '../../src/mail/outbox-worker.js';

const server = await startPostgres();
const entities = [OutboxMailEntity, MailCooldownEntity, DevelopmentMailEntity] as never;
const database = await openDatabase({ target: { dialect: 'postgresql', url: server.url }, entities, logger: silentLogger });
await database.orm.schema.create();
const clock = systemClock;
const secretKey = new SecretKey('a-secret-for-tests-alone-0123456789');
const outbox = new Outbox({ database, clock, ids: new UuidV7(clock), secretKey, publicUrl: 'https://users.example', onQueued: () => undefined });
const templates = new MailTemplates(DEFAULT_MAIL_BRAND, 'https://app.example');
const content = { kind: 'verify_email', link: 'https://app.example/verify-email?token=Zq3-secret-token_91', code: '123456' } as const;
// rendering
await templates.render(content, 'de');
let t = performance.now();
for (let i = 0; i < 1000; i += 1) await templates.render(content, 'de');
console.log('render ms each', ((performance.now() - t) / 1000).toFixed(3), 'NODE_ENV', process.env['NODE_ENV']);
t = performance.now();
const sealed = secretKey.seal('mail', JSON.stringify(content));
for (let i = 0; i < 1000; i += 1) secretKey.open('mail', sealed);
console.log('open ms each', ((performance.now() - t) / 1000).toFixed(3));

const N = Number(process.env['N'] ?? 5000);
const latency = Number(process.env['LATENCY'] ?? 0);
for (let round = 0; round < 2; round += 1) {
  await database.transaction(async (em) => {
    for (let i = 0; i < N; i += 1) await outbox.queue(em, { recipient: `p${i}@example.com`, locale: 'de', content, expiresAt: null });
  });
  let sent = 0;
  let done = () => {};
  const finished = new Promise<void>((resolve) => (done = resolve));
  const transport = {
    async send() {
      if (latency) await new Promise((r) => setTimeout(r, latency));
      sent += 1;
      if (sent === N) done();
    },
    async close() {},
  };
  const leases = new OutboxLeases(database, clock);
  const delivery = new MailDelivery({ leases, templates, transport, secretKey, clock, logger: silentLogger, from: { name: 'x', address: 'x@example.com' } });
  const worker = new OutboxWorker({ leases, delivery, clock, logger: silentLogger });
  const cpu = process.cpuUsage();
  t = performance.now();
  worker.start();
  await finished;
  await worker.stop();
  const took = performance.now() - t;
  const used = process.cpuUsage(cpu);
  const marked = await database.reader().count(OutboxMailEntity, { status: 'sent' } as never);
  console.log(`${N} in ${(took / 1000).toFixed(2)} s: ${((N / took) * 1000).toFixed(0)}/s; cpu ${((used.user + used.system) / took / 10).toFixed(0)} %; marked in all ${marked}`);
}
await database.close();
await server.stop();
