import assert from 'node:assert/strict';
import { seconds } from '../../src/kernel/duration.js';
import { MailDelayed, MailRefused, type RenderedMail } from '../../src/mail/mail-transport.js';
import { SmtpTransport } from '../../src/mail/smtp-transport.js';
import { atTheEnd } from './mail-house.js';
import { reply, SmtpHost } from './smtp-host.js';
import { letter } from './letter.js';

function transportTo(url: string): SmtpTransport {
  const transport = new SmtpTransport(url);
  atTheEnd(() => transport.close());
  return transport;
}

async function failure(url: string, mail: Partial<RenderedMail> = {}): Promise<Error> {
  const outcome: unknown = await transportTo(url)
    .send(letter(mail))
    .catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error('the mail was sent');
}

test('the headers tell programs what they need', async () => {
  const host = await SmtpHost.open();
  await transportTo(host.url).send(letter());
  const headers = host.taken[0]?.source.split('\r\n\r\n')[0] ?? '';
  expect(headers).toMatch(/^X-Mail-Kind: verify_email\r$/m);
  expect(headers).toMatch(/^Message-ID: <one@users\.example>\r$/im);
  expect(headers).toMatch(/^From: "Users, Inc\." <no-reply@users\.example>\r$/m);
  expect(headers).toMatch(/^To: alice@example\.com\r$/m);
  expect(headers).toMatch(/^Subject: Hello\r$/m);
  expect(headers).toMatch(/^Date: Sat, 21 Nov 2026 08:30:00 \+0000\r$/m);
  expect(headers).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(headers).toMatch(/^Content-Type: multipart\/alternative;/m);
});

test.each([
  'alice@example.com, eve@example.com',
  'alice@example.com;eve@example.com',
  'Friends: alice@example.com, eve@example.com;',
  '"alice@example.com, eve"@example.com',
  'Alice <eve@example.com>',
  'alice@example.com\r\nRCPT TO:<eve@example.com>',
])('a text that reads like several addresses never becomes several: %s', async (to) => {
  const host = await SmtpHost.open();
  await transportTo(host.url)
    .send(letter({ to }))
    .catch(() => undefined);
  const reached = host.taken.flatMap(({ recipients }) => recipients);
  expect(reached.length).toBeLessThanOrEqual(1);
  expect(reached).not.toContain('eve@example.com');
});

test.each(['alice@example.com，evil.example', 'alice@example.com⑴', 'alice@example.com；'])(
  'a sign in another width makes no other address: %s',
  async (to) => {
    const host = await SmtpHost.open();
    await transportTo(host.url)
      .send(letter({ to }))
      .catch(() => undefined);
    const reached = host.taken.flatMap(({ recipients }) => recipients);
    expect(reached).not.toContain('alice@example.com');
  },
);

test('who waits too long for a connection is not sent, and so not twice', async () => {
  const host = await SmtpHost.open({
    onMailFrom: (_address, _session, done) => void setTimeout(done, 200),
  });
  const transport = new SmtpTransport(host.url, seconds(0.1));
  atTheEnd(() => transport.close());
  const people = Array.from({ length: 30 }, (_, nth) => `person-${nth}@example.com`);
  const outcomes = await Promise.allSettled(people.map((to) => transport.send(letter({ to }))));

  const waited = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  expect(waited).toEqual(Array.from({ length: 20 }, () => new MailDelayed('SMTP busy')));
  expect(host.taken.flatMap(({ recipients }) => recipients).sort()).toEqual(people.slice(0, 10).sort());
});

test('a line break in a subject begins no header', async () => {
  const host = await SmtpHost.open();
  await transportTo(host.url).send(letter({ subject: 'Hello\r\nBcc: eve@example.com' }));
  expect(host.taken[0]?.source).not.toMatch(/^Bcc:/m);
  expect(host.taken[0]?.recipients).toEqual(['alice@example.com']);
});

test('a mail that can not be written fails by itself', async () => {
  const host = await SmtpHost.open();
  const transport = transportTo(host.url);
  const unreadable = Object.assign(() => '', { toString: () => assert.fail('unreadable') }) as unknown as string;
  await expect(transport.send(letter({ subject: unreadable }))).rejects.toBeInstanceOf(MailDelayed);
  await transport.send(letter({ subject: 'Hello' }));
  expect(host.taken).toHaveLength(1);
});

test('a recipient that the server does not know ends the mail, and its prose is not repeated', async () => {
  const answer = reply(550, '5.1.1 <alice@example.com> unknown https://app.example/secret');
  const host = await SmtpHost.open({ onRcptTo: (_address, _session, done) => done(answer) });
  const error = await failure(host.url);
  expect(error).toBeInstanceOf(MailRefused);
  expect(error.message).toBe('SMTP EENVELOPE 550 5.1.1 to RCPT TO');
});

test('a message that the server will not have ends the mail', async () => {
  const host = await SmtpHost.open({
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => done(reply(554, '5.7.1 looks like spam')));
    },
  });
  expect(await failure(host.url)).toBeInstanceOf(MailRefused);
});

test.each([450, 451, 452])('a server that says %d is asked again', async (status) => {
  const host = await SmtpHost.open({ onRcptTo: (_address, _session, done) => done(reply(status, 'later')) });
  expect(await failure(host.url)).toBeInstanceOf(MailDelayed);
});

test('a wrong sender or password is for an operator to mend and ends no mail', async () => {
  const sender = await SmtpHost.open({
    onMailFrom: (_address, _session, done) => done(reply(553, 'not your address')),
  });
  expect(await failure(sender.url)).toBeInstanceOf(MailDelayed);

  const password = await SmtpHost.open({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(reply(535, 'wrong password')),
  });
  const error = await failure(password.url.replace('//', '//user:wrong-password@'));
  expect(error).toBeInstanceOf(MailDelayed);
  expect(error.message).not.toContain('wrong-password');
});

test('a server that is not there is asked again', async () => {
  expect(await failure('smtp://127.0.0.1:1')).toBeInstanceOf(MailDelayed);
});

test('several mails share the connections', async () => {
  let connections = 0;
  const host = await SmtpHost.open({
    onConnect(_session, done) {
      connections += 1;
      done();
    },
  });
  const transport = transportTo(host.url);
  for (let count = 0; count < 8; count += 1) await transport.send(letter({ messageId: `<${count}@users.example>` }));
  expect(host.taken).toHaveLength(8);
  expect(connections).toBe(1);
});
