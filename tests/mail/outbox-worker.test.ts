import { days, hours, minutes, seconds } from '../../src/kernel/duration.js';
import { MailDelayed, MailRefused, type RenderedMail } from '../../src/mail/mail-transport.js';
import { OutboxLeases } from '../../src/mail/outbox-leases.js';
import { type OutboxMail, OutboxMailEntity } from '../../src/mail/outbox-mail.entity.js';
import { code, link, MailHouse, verifyEmail } from './mail-house.js';

/** In milliseconds. A worker that was not woken looks after five seconds only. */
const lessThanThePause = 4_000;

/** So slow that some of the mails under way are done meanwhile. */
class SlowLeases extends OutboxLeases {
  private claimed = 0;
  /** How many had been claimed each time the worker asked when the next is due, before it pauses. */
  readonly pausedAfter = new Set<number>();

  override async claim(limit: number): Promise<OutboxMail[]> {
    const mails = await super.claim(limit);
    this.claimed += mails.length;
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    return mails;
  }

  override nextDueAt(): Promise<Date | null> {
    this.pausedAfter.add(this.claimed);
    return super.nextDueAt();
  }
}

/** Of a database that answers all but this. */
class ForgetfulLeases extends OutboxLeases {
  override giveBack(): Promise<void> {
    return new Promise(() => undefined);
  }
}

const away = () => new MailDelayed('SMTP ECONNECTION');

test('a mail goes out once, with what its template needs, and keeps nothing of it', async () => {
  const house = await MailHouse.open();
  await house.queue();
  expect((await house.row()).sealedContent).not.toContain(code);

  expect(await house.worker.drain()).toBe(1);
  expect(await house.worker.drain()).toBe(0);

  expect(house.transport.sent).toHaveLength(1);
  expect(house.transport.sent[0]).toMatchObject({
    kind: 'verify_email',
    to: 'alice@example.com',
    locale: 'en',
    date: house.clock.now(),
  });
  expect(house.transport.sent[0]?.text).toContain(link);
  expect(house.transport.sent[0]?.messageId).toMatch(/^<[0-9a-f-]{36}@users\.example>$/);
  expect(await house.row()).toMatchObject({
    status: 'sent',
    attempts: 1,
    sealedContent: null,
    sentAt: house.clock.now(),
  });
});

test('a mail of a transaction that was rolled back is never sent', async () => {
  const house = await MailHouse.open();
  const undone = house.database.transaction(async (em) => {
    await house.outbox.queue(em, {
      recipient: 'alice@example.com',
      locale: null,
      content: verifyEmail,
      expiresAt: null,
    });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await house.worker.drain()).toBe(0);
});

test(
  'a running worker sends a mail as soon as it is committed',
  async () => {
    const house = await MailHouse.open();
    house.worker.start();
    await house.worker.drain();
    const arrived = new Promise<void>((resolve) => house.transport.failures.push(async () => resolve()));
    await house.queue();
    await arrived;
  },
  lessThanThePause,
);

test(
  'a running worker sends more mails than go at once',
  async () => {
    const house = await MailHouse.open();
    house.worker.start();
    await Promise.all(Array.from({ length: 23 }, (_, index) => house.queue(`person-${index}@example.com`)));
    while (house.transport.sent.length < 23) await new Promise(setImmediate);
    await house.worker.stop();
    expect(new Set(house.transport.sent.map(({ to }) => to)).size).toBe(23);
    expect(house.transport.tried).toHaveLength(23);
  },
  lessThanThePause,
);

test('draining waits for what a running worker took meanwhile', async () => {
  const house = await MailHouse.open();
  house.worker.start();
  for (let round = 1; round <= 20; round += 1) {
    for (let nth = 0; nth < 3; nth += 1) await house.queue(`person-${round}-${nth}@example.com`);
    await house.worker.drain();
    expect(house.transport.sent).toHaveLength(3 * round);
    expect((await house.rows()).every(({ status }) => status === 'sent')).toBe(true);
  }
});

test('mails that are taken together set out one a turn, so that requests come in between', async () => {
  const house = await MailHouse.open();
  const crowd = 12;
  for (let index = 0; index < crowd; index += 1) await house.queue(`person-${index}@example.com`);
  let turn = 0;
  const turns: number[] = [];
  house.transport.failures = Array.from({ length: crowd }, () => async () => void turns.push(turn));
  house.worker.start();
  while (turns.length < crowd) {
    await new Promise(setImmediate);
    turn += 1;
  }
  expect(new Set(turns).size).toBe(crowd);
});

test('while more mails wait, places that get free during a claim are filled without a pause', async () => {
  const house = await MailHouse.open();
  const crowd = 150;
  for (let index = 0; index < crowd; index += 1) await house.queue(`person-${index}@example.com`);
  const leases = new SlowLeases(house.database, house.clock);
  const worker = house.anotherWorker({ leases });
  worker.start();
  while (house.transport.sent.length < crowd || leases.pausedAfter.size === 0) await new Promise(setImmediate);
  await worker.stop();
  expect([...leases.pausedAfter]).toEqual([crowd]);
});

test('a worker that can not store what became of its mails takes no more of them', async () => {
  const house = await MailHouse.open();
  for (let index = 0; index < 120; index += 1) await house.queue(`person-${index}@example.com`);
  const worker = house.anotherWorker({ leases: new ForgetfulLeases(house.database, house.clock) });
  worker.start();
  while (house.transport.sent.length < 100) await new Promise(setImmediate);
  for (let lease = 0; lease < 3; lease += 1) {
    house.clock.passes(seconds(61));
    worker.wake();
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  }
  expect(house.transport.tried).toHaveLength(100);
  await worker.stop(seconds(0));
});

test('a failed mail is tried again, later each time, under the same Message-ID', async () => {
  const house = await MailHouse.open();
  house.transport.failures = [away(), away(), away()];
  await house.queue();
  for (const pause of [1, 2, 4]) {
    expect(await house.worker.drain()).toBe(1);
    house.clock.passes(seconds(pause - 0.001));
    expect(await house.worker.drain()).toBe(0);
    house.clock.passes(seconds(0.001));
  }
  await house.worker.drain();
  expect(house.transport.sent).toHaveLength(1);
  expect(new Set(house.transport.tried.map(({ messageId }) => messageId)).size).toBe(1);
  expect(await house.row()).toMatchObject({ status: 'sent', attempts: 4, lastError: null });
});

test('the provider decides how long it is left alone', async () => {
  const house = await MailHouse.open();
  house.transport.failures = [new MailDelayed('429', minutes(10))];
  await house.queue();
  await house.worker.drain();
  house.clock.passes(minutes(9));
  expect(await house.worker.drain()).toBe(0);
  house.clock.passes(minutes(1));
  expect(await house.worker.drain()).toBe(1);
});

test('a mail refused for good is dead at once, and can be sent again by hand', async () => {
  const house = await MailHouse.open();
  house.transport.failures = [new MailRefused('SMTP 550 5.1.1')];
  await house.queue();
  await house.worker.drain();
  expect(await house.row()).toMatchObject({ status: 'dead', lastError: 'SMTP 550 5.1.1' });
  expect((await house.row()).sealedContent).not.toBeNull();
  expect(house.log.errors()).toHaveLength(1);
  house.clock.passes(days(1));
  expect(await house.worker.drain()).toBe(0);
});

test('after three days of failures a mail is dead', async () => {
  const house = await MailHouse.open();
  await house.queue('alice@example.com', { expiresIn: days(7) });
  let tries = 0;
  const begin = house.clock.now();
  for (; (await house.row()).status === 'queued'; tries += 1) {
    house.transport.failures = [away()];
    await house.worker.drain();
    house.clock.passes(minutes(15));
    expect(house.clock.now().getTime() - begin.getTime()).toBeLessThan(days(3) + hours(1));
  }
  expect(tries).toBeGreaterThan(280);
  expect((await house.row()).status).toBe('dead');
});

test('a mail whose link has expired is not sent and keeps nothing of it', async () => {
  const house = await MailHouse.open();
  await house.queue('alice@example.com', { expiresIn: minutes(30) });
  house.clock.passes(minutes(30));
  await house.worker.drain();
  expect(house.transport.tried).toHaveLength(0);
  expect(await house.row()).toMatchObject({ status: 'expired', sealedContent: null });
});

test.each(['alice@example.com, eve@example.com', 'alice@example.com，eve.example', 'alice@example.com⑴'])(
  'a recipient that could be read as several, or as another, gets nothing: %s',
  async (recipient) => {
    const house = await MailHouse.open();
    await house.queue(recipient);
    await house.worker.drain();
    expect(house.transport.tried).toHaveLength(0);
    expect((await house.row()).status).toBe('dead');
  },
);

test('a mail that cannot be read blocks no other', async () => {
  const house = await MailHouse.open();
  await house.queue('poison@example.com');
  await house.database.transaction((em) => em.nativeUpdate(OutboxMailEntity, {}, { sealedContent: 'broken' }));
  await house.queue('alice@example.com');
  await house.worker.drain();
  expect(house.transport.sent.map(({ to }) => to)).toEqual(['alice@example.com']);
});

test('a slow mail holds up no other', async () => {
  const house = await MailHouse.open();
  let release = (): void => undefined;
  house.transport.failures = [() => new Promise((resolve) => (release = resolve))];
  house.worker.start();
  await house.queue('slow@example.com');
  const arrived = new Promise<void>((resolve) => house.transport.failures.push(async () => resolve()));
  await house.queue('alice@example.com');
  await arrived;
  release();
  await house.worker.stop();
  expect((await house.rows()).map(({ status }) => status)).toEqual(['sent', 'sent']);
});

test('a transport that never answers is given up on', async () => {
  const house = await MailHouse.open();
  house.transport.failures = [() => new Promise(() => undefined)];
  await house.queue();
  await house.anotherWorker({ sendPatience: seconds(0.01) }).runOnce();
  expect(await house.row()).toMatchObject({ status: 'queued', lastError: 'no answer in time' });
});

test('two workers send each mail once', async () => {
  const house = await MailHouse.open();
  for (let index = 0; index < 20; index += 1) await house.queue(`person-${index}@example.com`);
  const workers = [house.worker, house.anotherWorker(), house.anotherWorker(), house.anotherWorker()];
  await Promise.all(workers.map((worker) => worker.drain()));
  expect(house.transport.tried).toHaveLength(20);
  expect(new Set(house.transport.sent.map(({ to }) => to)).size).toBe(20);
});

test('the mails of a worker that died go out when its lease is over', async () => {
  const house = await MailHouse.open();
  house.transport.failures = [() => new Promise(() => undefined)];
  await house.queue();
  void house.anotherWorker().runOnce();
  while (house.transport.tried.length === 0) await new Promise(setImmediate);

  house.clock.passes(seconds(59));
  expect(await house.worker.drain()).toBe(0);
  house.clock.passes(seconds(1));
  expect(await house.worker.drain()).toBe(1);
  expect(house.transport.tried[1]?.messageId).toBe(house.transport.tried[0]?.messageId);
});

test('who comes back after its lease was taken changes nothing', async () => {
  const house = await MailHouse.open();
  let fail = (_error: Error): void => undefined;
  house.transport.failures = [() => new Promise((_, reject) => (fail = reject))];
  await house.queue();
  const late = house.anotherWorker().runOnce();
  while (house.transport.tried.length === 0) await new Promise(setImmediate);
  house.clock.passes(minutes(1));
  house.transport.failures = [away()];
  await house.worker.drain();

  fail(new MailRefused('SMTP 550'));
  await late;
  expect(await house.row()).toMatchObject({ status: 'queued', attempts: 2 });
});

test('neither the log nor the table shows a link, a code or what an unknown error says', async () => {
  const house = await MailHouse.open();
  const quoting = Object.assign(new Error(`554 rejected: ${link} ${code} alice@example.com`), { code: 'EFOO' });
  house.transport.failures = [quoting];
  await house.queue();
  await house.worker.drain();
  expect((await house.row()).lastError).toBe('Error EFOO');
  const told = JSON.stringify([house.log.lines, { ...(await house.row()), recipient: '' }]);
  for (const secret of ['Zq3-secret', code, 'alice@']) expect(told).not.toContain(secret);
});

test('a worker outlives a database that was away', async () => {
  const house = await MailHouse.open();
  const rename = (from: string, to: string) => house.database.reader().execute(`alter table ${from} rename to ${to}`);
  await rename('outbox_mails', 'elsewhere');
  house.worker.start();
  while (house.log.lines.length === 0) await new Promise(setImmediate);
  expect(house.log.lines[0]?.message).toBe('The outbox cannot be read');

  await rename('elsewhere', 'outbox_mails');
  await house.queue();
  await house.worker.drain();
  expect(house.transport.sent).toHaveLength(1);
});

test('stopping waits for a mail on its way, but not for ever', async () => {
  const house = await MailHouse.open();
  let release = (): void => undefined;
  house.transport.failures = [() => new Promise<void>((resolve) => (release = resolve))];
  house.worker.start();
  await house.queue();
  while (house.transport.tried.length === 0) await new Promise(setImmediate);

  await house.worker.stop(seconds(0.01));
  expect((await house.row()).status).toBe('queued');
  release();
  await house.worker.stop();
  expect((await house.row()).status).toBe('sent');
});

test('only mails that are not waiting are forgotten', async () => {
  const house = await MailHouse.open();
  await house.queue('sent@example.com');
  await house.worker.drain();
  await house.queue('waiting@example.com');
  house.clock.passes(days(30));
  expect(await house.database.transaction((em) => house.outbox.purge(em, house.clock.now(), 10))).toBe(1);
  expect((await house.rows()).map(({ recipient }) => recipient)).toEqual(['waiting@example.com']);
});

test('the sender keeps its name whatever stands in it', async () => {
  const house = await MailHouse.open();
  await house.queue();
  await house.worker.drain();
  const [mail] = house.transport.sent as [RenderedMail];
  expect(mail.from).toEqual({ name: 'Users, Inc.', address: 'no-reply@users.example' });
});

describe('while people wait for the processor', () => {
  const crowd = 12;
  const sendsAll = async (house: MailHouse, isPressed: () => boolean): Promise<number> => {
    for (let index = 0; index < crowd; index += 1) await house.queue(`person-${index}@example.com`);
    const worker = house.anotherWorker({}, isPressed);
    const startedAt = performance.now();
    worker.start();
    while (house.transport.sent.length < crowd) await new Promise(setImmediate);
    await worker.stop();
    return performance.now() - startedAt;
  };

  it('a running worker sends its mails a few at a time', async () => {
    const house = await MailHouse.open();
    let askedWhileSent = 0;
    const took = await sendsAll(house, () => {
      askedWhileSent = Math.max(askedWhileSent, house.transport.tried.length);
      return true;
    });
    expect(askedWhileSent).toBeGreaterThan(0);
    // Five, a pause, five, a pause, and two.
    expect(took).toBeGreaterThan(190);
  });

  it('a worker that stops does not leave what it took', async () => {
    const house = await MailHouse.open();
    for (let index = 0; index < crowd; index += 1) await house.queue(`person-${index}@example.com`);
    const worker = house.anotherWorker({}, () => true);
    worker.start();
    while (house.transport.sent.length === 0) await new Promise(setImmediate);
    await worker.stop();
    expect(house.transport.sent).toHaveLength(crowd);
  });
});
