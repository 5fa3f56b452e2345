import type SMTPPool from 'nodemailer/lib/smtp-pool';
import { type Duration, seconds } from '../kernel/duration.js';
import { Gate } from '../kernel/gate.js';
import { MailDelayed, MailRefused, type MailTransport, type RenderedMail } from './mail-transport.js';
import type { MimeMessage } from './mime-message.js';

const CONNECTIONS = 10;

/** Shorter together than a worker's lease. */
const PATIENCE = {
  dnsTimeout: seconds(5),
  connectionTimeout: seconds(10),
  greetingTimeout: seconds(10),
  socketTimeout: seconds(20),
};
const SEND_PATIENCE = seconds(35);
/** Together with it shorter than a delivery's patience: what a slow server has just taken must not be given up. */
const PATIENCE_IN_LINE = seconds(8);

/** `530` and `534` to `538` speak of how we signed in, which is for an operator to mend and not the mail's fault. */
const SIGN_IN_REPLIES = new Set([530, 534, 535, 538]);

export class SmtpTransport implements MailTransport {
  /** Some are at hand for each connection as soon as it is free, and the outbox is asked for several at once. */
  readonly atOnce = 3 * CONNECTIONS;
  private readonly connections = new Gate(CONNECTIONS);
  private opened: ReturnType<typeof openPool> | undefined;

  /**
   * @param url `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte
   * @param patience how long a mail may wait for a connection; it is not sent then, and comes again later
   */
  constructor(
    private readonly url: string,
    private readonly patience: Duration = PATIENCE_IN_LINE,
  ) {}

  async warmUp(): Promise<void> {
    await this.open();
  }

  async send(mail: RenderedMail): Promise<void> {
    const inLineSince = performance.now();
    await this.connections.pass(async () => {
      if (performance.now() - inLineSince > this.patience) throw new MailDelayed('SMTP busy');
      await this.sendNow(mail);
    });
  }

  private async sendNow(mail: RenderedMail): Promise<void> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), SEND_PATIENCE);
    try {
      const { pool, MimeMessage } = await this.open();
      await handOver(new MimeMessage(mail), pool, patience.signal);
    } catch (error) {
      throw judged(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    (await this.opened)?.pool.close();
  }

  /** Of the modules alone; a connection is made with the first mail. */
  private open(): ReturnType<typeof openPool> {
    return (this.opened ??= openPool(this.url));
  }
}

/** nodemailer is loaded with the first mail: a start needs none of it. */
async function openPool(url: string) {
  const [{ default: SMTPPool }, { MimeMessage }] = await Promise.all([
    import('nodemailer/lib/smtp-pool'),
    import('./mime-message.js'),
  ]);
  return { pool: new SMTPPool({ url, maxConnections: CONNECTIONS, ...PATIENCE }), MimeMessage };
}

/** As nodemailer's `sendMail` does it, but that would compose the message again. */
function handOver(message: MimeMessage, pool: SMTPPool, signal: AbortSignal): Promise<void> {
  const mail = { message, data: { signal } } as unknown as Parameters<SMTPPool['send']>[0];
  return new Promise((resolve, reject) => pool.send(mail, (error) => (error ? reject(error) : resolve())));
}

/**
 * Only what the server said about this recipient or this message can end the mail. A refused sign-in or sender is a
 * wrong setting, and no mail should be lost to one that is put right within the three days.
 */
function judged(error: unknown): Error {
  const { code, responseCode, command, response } = fieldsOf(error);
  const aboutTheMail = command === 'RCPT TO' || command === 'DATA' || code === 'EMESSAGE';
  const reason = ['SMTP', code, responseCode, enhancedStatus(response), command && `to ${command}`]
    .filter(Boolean)
    .join(' ');
  if (responseCode === undefined || responseCode < 500 || !aboutTheMail || SIGN_IN_REPLIES.has(responseCode)) {
    return new MailDelayed(reason);
  }
  return new MailRefused(reason);
}

/** RFC 3463: what a reply means, without its prose, which may quote the mail. */
function enhancedStatus(response: string | undefined): string | undefined {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
}

interface SmtpErrorFields {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
  readonly response?: string;
}

function fieldsOf(error: unknown): SmtpErrorFields {
  return error instanceof Error ? (error as SmtpErrorFields) : {};
}
