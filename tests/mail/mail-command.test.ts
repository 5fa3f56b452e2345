import { runCommand } from '../../src/cli/run-command.js';
import { MailRefused } from '../../src/mail/mail-transport.js';
import { OutboxMailEntity } from '../../src/mail/outbox-mail.entity.js';
import { freshDatabase } from '../support/test-database.js';
import { atTheEnd, code, MailHouse, openMailDatabase } from './mail-house.js';

const UNKNOWN = '01936f2e-7b1a-7000-8000-000000000009';

/** A shell over an outbox with two mails that were given up, and one more whose link has expired since. */
async function shell() {
  const fresh = await freshDatabase();
  atTheEnd(() => fresh.drop());
  const house = await MailHouse.open(await openMailDatabase(fresh.url));
  for (const name of ['alice', 'bob', 'late']) await house.queue(`${name}@example.com`, { expiresIn: null });
  house.transport.failures = ['SMTP 550 5.1.1', 'SMTP 550', 'SMTP 554'].map((reason) => new MailRefused(reason));
  await house.worker.drain();
  const late = { recipient: 'late@example.com' };
  await house.database.transaction((em) => em.nativeUpdate(OutboxMailEntity, late, { expiresAt: new Date(0) }));

  const environment = { DATABASE_URL: fresh.url, SECRET_KEY: 'a-secret-for-tests-alone-0123456789' };
  const run = async (...args: string[]) => {
    const lines = { out: [] as string[], err: [] as string[] };
    const io = {
      environment,
      out: (line: string) => lines.out.push(line),
      err: (line: string) => lines.err.push(line),
    };
    const exitCode = await runCommand(['mail', ...args], io);
    return { exitCode, out: lines.out.join('\n'), err: lines.err.join('\n') };
  };
  const [alice = '', bob = '', expired = ''] = (await house.rows()).map(({ id }) => id);
  return { house, run, alice, bob, expired };
}

test('the mails that were given up are listed with their reason and without what they say', async () => {
  const { run, alice, bob, expired } = await shell();
  const { exitCode, out } = await run('list');
  expect(exitCode).toBe(0);
  expect(out.split('\n')).toEqual([
    `${alice}  2026-11-21T08:30:00.000Z  verify_email  alice@example.com  tried 1×  SMTP 550 5.1.1`,
    `${bob}  2026-11-21T08:30:00.000Z  verify_email  bob@example.com  tried 1×  SMTP 550`,
    `${expired}  2026-11-21T08:30:00.000Z  verify_email  late@example.com  tried 1×  SMTP 554`,
  ]);

  const { out: json } = await run('list', '--json');
  expect(JSON.parse(json)).toContainEqual({
    id: alice,
    kind: 'verify_email',
    recipient: 'alice@example.com',
    attempts: 1,
    reason: 'SMTP 550 5.1.1',
    createdAt: '2026-11-21T08:30:00.000Z',
    expiresAt: null,
  });
  expect(json).not.toContain(code);
});

test('one that is tried again goes out, under the same Message-ID', async () => {
  const { house, run, bob } = await shell();
  expect(await run('retry', bob)).toEqual({
    exitCode: 0,
    out: 'Waiting to be sent again: 1. A running server begins within seconds.',
    err: '',
  });
  house.clock.passes((Date.now() - house.clock.now().getTime() + 1_000) as never);
  await house.worker.drain();
  expect(house.transport.sent.map(({ to, messageId }) => [to, messageId])).toEqual([
    ['bob@example.com', (await house.rows())[1]?.messageId],
  ]);
  expect((await house.rows()).map(({ status }) => status)).toEqual(['dead', 'sent', 'dead']);
});

test('of all, those are tried again whose link still works', async () => {
  const { run, alice, bob, expired } = await shell();
  const { exitCode, out } = await run('retry', '--all', '--json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toEqual({ queued: [alice, bob], left: [expired] });
  expect((await run('list')).out).toContain('late@example.com');
  expect(await run('retry', '--all')).toMatchObject({ exitCode: 0, err: `${expired} was left: its link has expired.` });
});

test('what can not be tried again is named', async () => {
  const { run, alice, expired } = await shell();
  const { exitCode, out, err } = await run('retry', alice, expired, UNKNOWN, 'nonsense');
  expect(exitCode).toBe(1);
  expect(out).toContain('again: 1.');
  expect(err.split('\n')).toEqual(
    [expired, UNKNOWN, 'nonsense'].map((id) => `${id} was left: it is no dead mail, or its link has expired.`),
  );
});

test.each([[], ['nonsense'], ['retry'], ['retry', '--everything'], ['retry', '--all', UNKNOWN], ['list', UNKNOWN]])(
  'what makes no sense is answered with the usage: %j %j %j',
  async (...args) => {
    const err: string[] = [];
    const io = { environment: {}, out() {}, err: (line: string) => err.push(line) };
    expect(await runCommand(['mail', ...args.filter((arg) => arg !== undefined)], io)).toBe(2);
    expect(err.join('\n')).toContain('mail retry --all');
  },
);
