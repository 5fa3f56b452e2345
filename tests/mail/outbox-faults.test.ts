import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../src/database/database.js';
import { after, minutes, seconds } from '../../src/kernel/duration.js';
import { MailDelayed, MailRefused } from '../../src/mail/mail-transport.js';
import { SmtpTransport } from '../../src/mail/smtp-transport.js';
import { freshDatabase } from '../support/test-database.js';
import { atTheEnd, MailHouse, openMailDatabase } from './mail-house.js';
import { SmtpHost } from './smtp-host.js';

const turn = () => new Promise(setImmediate);

test('a provider that is away for ten minutes costs no mail, sends none twice and is not stormed', async () => {
  const house = await MailHouse.open();
  const worker = house.anotherWorker({ random: Math.random });
  const people = Array.from({ length: 10 }, (_, index) => `person-${index}@example.com`);
  for (const person of people) await house.queue(person);

  const back = after(house.clock.now(), minutes(10));
  const isAway = () => (house.clock.now() < back ? new MailDelayed('SMTP ECONNECTION') : null);
  for (let second = 0; second < 11 * 60; second += 1) {
    house.transport.failures = people.map(isAway);
    await worker.runOnce();
    house.clock.passes(seconds(1));
  }

  expect(house.transport.sent.map(({ to }) => to).sort()).toEqual(people);
  // Half a minute apart at least, after the first six.
  expect(house.transport.tried.length).toBeLessThan(people.length * (7 + 20 + 1));
  const messageIds = new Set(house.transport.tried.map(({ messageId }) => messageId));
  expect(messageIds.size).toBe(people.length);
});

test('mails that failed together do not come back together', async () => {
  const house = await MailHouse.open();
  for (let index = 0; index < 20; index += 1) await house.queue(`person-${index}@example.com`);
  house.transport.failures = Array.from({ length: 20 }, () => new MailDelayed('SMTP 451'));
  await house.anotherWorker({ random: Math.random }).runOnce();

  const tries = (await house.rows()).map(({ nextAttemptAt }) => nextAttemptAt.getTime() - house.clock.now().getTime());
  expect(new Set(tries).size).toBeGreaterThan(10);
  for (const pause of tries) {
    expect(pause).toBeGreaterThanOrEqual(seconds(0.5));
    expect(pause).toBeLessThanOrEqual(seconds(1));
  }
});

test('where the answer was lost the mail comes twice, under one Message-ID', async () => {
  const house = await MailHouse.open();
  const lying = async (mail: (typeof house.transport.sent)[number]) => {
    house.transport.sent.push(mail);
    throw new MailDelayed('SMTP ETIMEDOUT');
  };
  house.transport.failures = [lying];
  await house.queue();
  await house.worker.drain();
  house.clock.passes(seconds(1));
  await house.worker.drain();

  const [first, second] = house.transport.sent;
  expect(house.transport.sent).toHaveLength(2);
  expect(second).toEqual(first);
});

test('a provider that answers after all, when it was given up, changes nothing', async () => {
  const house = await MailHouse.open();
  let answer = (): void => undefined;
  house.transport.failures = [() => new Promise((resolve) => (answer = resolve))];
  await house.queue();
  await house.anotherWorker({ sendPatience: seconds(0.01) }).runOnce();
  answer();
  await turn();
  expect(await house.row()).toMatchObject({ status: 'queued', attempts: 1, lastError: 'no answer in time' });
});

test('fifty mails fail as they succeed, each with its own outcome', async () => {
  const house = await MailHouse.open();
  for (let index = 0; index < 50; index += 1) await house.queue(`person-${index}@example.com`);
  const failures = Array.from({ length: 50 }, (_, index) => {
    if (index % 5 === 0) return new MailRefused(`SMTP 550 ${index}`);
    return index % 3 === 0 ? new MailDelayed('SMTP 451') : null;
  });
  house.transport.failures = [...failures];
  expect(await house.worker.runOnce()).toBe(50);

  const now = house.clock.now();
  const outcomes = failures.map((failure) => {
    if (failure instanceof MailRefused) return { status: 'dead', lastError: failure.message };
    if (failure === null) return { status: 'sent', sealedContent: null, sentAt: now };
    return { status: 'queued', nextAttemptAt: after(now, seconds(1)) };
  });
  expect(await house.rows()).toMatchObject(outcomes);
});

test('an outcome that the database will not have takes none of the others with it', async () => {
  const house = await MailHouse.open();
  const giveIn = await refuseToStore(house.database, 'dead');
  house.transport.failures = [new MailRefused('SMTP 550'), null];
  await house.queue('poison@example.com');
  await house.queue('alice@example.com');
  house.worker.start();
  const statuses = async () => (await house.rows()).map(({ status }) => status);
  while ((await statuses())[1] !== 'sent') await turn();
  expect(await statuses()).toEqual(['queued', 'sent']);

  await giveIn();
  await house.worker.stop();
  expect(await statuses()).toEqual(['dead', 'sent']);
});

test('no reason breaks the table', async () => {
  const house = await MailHouse.open();
  house.transport.failures = [new MailRefused(`own transport\0\n\uD800 ${'x'.repeat(500)}`)];
  await house.queue();
  await house.worker.drain();
  const { status, lastError } = await house.row();
  expect(status).toBe('dead');
  expect(lastError).toMatch(/^own transport {4}x{180,}$/);
});

test('a worker killed between sending and noting it: the mail goes out again, under the same Message-ID', async () => {
  const fresh = await freshDatabase();
  atTheEnd(() => fresh.drop());
  const house = await MailHouse.open(await openMailDatabase(fresh.url));
  const host = await SmtpHost.open();
  await house.queue();

  const worker = fileURLToPath(new URL('killed-worker.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import=./tools/typescript-loader.mjs', worker, fresh.url, host.url], {
    stdio: 'inherit',
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  expect(host.taken).toHaveLength(1);
  expect(await house.row()).toMatchObject({ status: 'queued', attempts: 1 });

  const smtp = new SmtpTransport(host.url);
  atTheEnd(() => smtp.close());
  house.transport.failures = [(mail) => smtp.send(mail)];
  house.clock.passes(seconds(59));
  expect(await house.worker.drain()).toBe(0);
  house.clock.passes(seconds(1));
  expect(await house.worker.drain()).toBe(1);

  expect(await house.row()).toMatchObject({ status: 'sent', attempts: 2 });
  const messageIds = host.taken.map(({ source }) => /^Message-ID: (.*)\r$/im.exec(source)?.[1]);
  expect(messageIds).toEqual([(await house.row()).messageId, (await house.row()).messageId]);
}, 30_000);

/** @returns what lets it store them again */
async function refuseToStore(database: Database, status: string): Promise<() => Promise<unknown>> {
  const [refuse, giveIn] =
    database.dialect === 'postgresql'
      ? [
          `alter table outbox_mails add constraint refusal check (status <> '${status}')`,
          'alter table outbox_mails drop constraint refusal',
        ]
      : [
          `create trigger refusal before update on outbox_mails when new.status = '${status}' begin select raise(abort, 'no'); end`,
          'drop trigger refusal',
        ];
  await database.reader().execute(refuse);
  return () => database.reader().execute(giveIn);
}
