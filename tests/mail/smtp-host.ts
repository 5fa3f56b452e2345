import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { atTheEnd } from './mail-house.js';

export interface TakenMail {
  readonly sender: string;
  readonly recipients: readonly string[];
  /** As it came over the wire. */
  readonly source: string;
}

/** A mail server in this process. */
export class SmtpHost {
  readonly taken: TakenMail[] = [];

  private constructor(readonly url: string) {}

  static async open(options: SMTPServerOptions = {}): Promise<SmtpHost> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const sender = mailFrom === false ? '' : mailFrom.address;
          const recipients = rcptTo.map(({ address }) => address);
          host.taken.push({ sender, recipients, source: Buffer.concat(chunks).toString() });
          done();
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    const listener = server.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    atTheEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const host = new SmtpHost(`smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`);
    return host;
  }
}

/** The answer of a mail server that says no. */
export function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
