import { systemClock } from '../../src/kernel/clock.js';
import { DevelopmentMailbox } from '../../src/mail/development-mailbox.js';
import type { MailTransport, RenderedMail } from '../../src/mail/mail-transport.js';
import { SendgridTransport } from '../../src/mail/sendgrid-transport.js';
import { SmtpTransport } from '../../src/mail/smtp-transport.js';
import { letter } from './letter.js';
import { atTheEnd, FlakyTransport, mailDatabase } from './mail-house.js';
import { SendgridHost, type SendgridMail } from './sendgrid-host.js';
import { SmtpHost } from './smtp-host.js';

interface Arrived {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly kind: string;
  readonly text: string;
  readonly html: string;
}

interface Candidate {
  readonly transport: MailTransport;
  readonly arrived: () => Promise<Arrived[]>;
}

const candidates: Record<string, () => Promise<Candidate>> = {
  async smtp() {
    const host = await SmtpHost.open();
    const arrived = async () => host.taken.map(({ source, recipients }) => read(source, recipients));
    return { transport: new SmtpTransport(host.url), arrived };
  },
  async sendgrid() {
    const host = await SendgridHost.open();
    const arrived = async () => host.mails.map(asArrived);
    return { transport: new SendgridTransport({ apiKey: 'SG.key', baseUrl: host.url, clock: systemClock }), arrived };
  },
  async 'the development mailbox'() {
    const transport = new DevelopmentMailbox(await mailDatabase());
    const arrived = async () => (await transport.list()).reverse().map((mail) => ({ ...mail, to: [mail.recipient] }));
    return { transport, arrived };
  },
  async 'the one that tests use'() {
    const transport = new FlakyTransport();
    const arrived = async () => transport.sent.map((mail) => ({ ...mail, to: [mail.to] }));
    return { transport, arrived };
  },
};

describe.each(Object.keys(candidates))('%s', (name) => {
  async function open(): Promise<Candidate> {
    const candidate = await candidates[name]?.();
    if (candidate === undefined) throw new Error(name);
    atTheEnd(() => candidate.transport.close());
    return candidate;
  }

  test('brings a mail whole to its one recipient', async () => {
    const { transport, arrived } = await open();
    const { messageId, kind, subject, text, html, to }: RenderedMail = letter();
    await transport.send(letter());
    expect(await arrived()).toEqual([expect.objectContaining({ messageId, kind, subject, text, html, to: [to] })]);
  });

  test('takes several mails at once', async () => {
    const { transport, arrived } = await open();
    const mails = [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
      letter({ id: `01936f2e-7b1a-7000-8000-00000000000${number}`, messageId: `<${number}@users.example>` }),
    );
    await Promise.all(mails.map((mail) => transport.send(mail)));
    expect((await arrived()).map(({ messageId }) => messageId).sort()).toEqual(mails.map(({ messageId }) => messageId));
  });

  test('closes more than once without complaint', async () => {
    const { transport } = await open();
    await transport.close();
    await transport.close();
  });
});

function asArrived({ personalizations, subject, headers, categories, content }: SendgridMail): Arrived {
  const part = (type: string) => content.find((candidate) => candidate.type === type)?.value ?? '';
  return {
    messageId: headers['Message-ID'] ?? '',
    to: personalizations.flatMap(({ to }) => to.map(({ email }) => email)),
    subject,
    kind: categories.join(),
    text: part('text/plain'),
    html: part('text/html'),
  };
}

function read(source: string, to: readonly string[]): Arrived {
  const header = (name: string) => new RegExp(`^${name}: (.*)\\r$`, 'im').exec(source)?.[1] ?? '';
  const part = (type: string) => {
    const [, body = ''] = new RegExp(`Content-Type: ${type};[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`).exec(source) ?? [];
    return decodeQuotedPrintable(body);
  };
  return {
    messageId: header('Message-ID'),
    to,
    subject: header('Subject'),
    kind: header('X-Mail-Kind'),
    text: part('text/plain'),
    html: part('text/html'),
  };
}

function decodeQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
