import type { Database } from '../../src/database/database.js';
import { minutes, seconds } from '../../src/kernel/duration.js';
import { type Cooldown, MailCooldown } from '../../src/mail/mail-cooldown.js';
import { MailCooldownEntity } from '../../src/mail/mail-cooldown.entity.js';
import { TestClock } from '../support/test-clock.js';
import { mailDatabase, secretKey } from './mail-house.js';

const clock = new TestClock();

async function cooldown(enabled = true) {
  const database: Database = await mailDatabase();
  const mails = new MailCooldown({ clock, secretKey, enabled });
  const ask = (topic = 'verify_email', address = 'alice@example.com'): Promise<Cooldown> =>
    database.transaction((em) => mails.claim(em, topic, address));
  return { database, mails, ask };
}

test('an address gets one mail of a kind a minute', async () => {
  const { ask } = await cooldown();
  expect(await ask()).toEqual({ granted: true, retryAfter: 60 });
  clock.passes(seconds(59));
  expect(await ask()).toEqual({ granted: false, retryAfter: 1 });
  clock.passes(seconds(1));
  expect(await ask()).toEqual({ granted: true, retryAfter: 60 });
});

test('an address gets five mails of a kind an hour', async () => {
  const { ask } = await cooldown();
  for (let mail = 1; mail <= 4; mail += 1) {
    expect(await ask()).toEqual({ granted: true, retryAfter: 60 });
    clock.passes(minutes(1));
  }
  expect(await ask()).toEqual({ granted: true, retryAfter: 56 * 60 });
  clock.passes(minutes(55));
  expect(await ask()).toEqual({ granted: false, retryAfter: 60 });
  clock.passes(minutes(1));
  expect(await ask()).toEqual({ granted: true, retryAfter: 60 });
});

test('a fifth mail at the end of the hour still makes its minute be waited for', async () => {
  const { ask } = await cooldown();
  for (let mail = 1; mail <= 4; mail += 1) {
    await ask();
    clock.passes(minutes(14));
  }
  clock.passes(seconds(210));
  expect(await ask()).toEqual({ granted: true, retryAfter: 60 });
});

test('kinds and addresses are counted apart', async () => {
  const { ask } = await cooldown();
  await ask();
  expect((await ask('reset_password')).granted).toBe(true);
  expect((await ask('verify_email', 'bob@example.com')).granted).toBe(true);
});

test('of sixteen requests at once one is granted, the first time and later', async () => {
  const { ask } = await cooldown();
  for (let round = 1; round <= 3; round += 1) {
    const answers = await Promise.all(Array.from({ length: 16 }, () => ask()));
    expect(answers.filter(({ granted }) => granted)).toHaveLength(1);
    expect(new Set(answers.map(({ retryAfter }) => retryAfter))).toEqual(new Set([60]));
    clock.passes(minutes(1));
  }
});

test('a request that was rolled back was not counted', async () => {
  const { database, mails, ask } = await cooldown();
  const undone = database.transaction(async (em) => {
    await mails.claim(em, 'verify_email', 'alice@example.com');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect((await ask()).granted).toBe(true);
});

test('no address stands in the table, and old counts go', async () => {
  const { database, mails, ask } = await cooldown();
  await ask();
  expect(JSON.stringify(await database.reader().find(MailCooldownEntity, {}))).not.toContain('alice');
  expect(await database.transaction((em) => mails.purge(em, 10))).toBe(0);
  clock.passes(minutes(62));
  expect(await database.transaction((em) => mails.purge(em, 10))).toBe(1);
});

test('turned off, it grants every request', async () => {
  const { ask } = await cooldown(false);
  await ask();
  expect(await ask()).toEqual({ granted: true, retryAfter: 60 });
});
