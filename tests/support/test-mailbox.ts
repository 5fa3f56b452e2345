import type { MailTransport, RenderedMail } from '../../src/mail/mail-transport.js';

export interface ReceivedMail extends RenderedMail {
  /** The token in its link. */
  readonly token: string;
  /** Its six digits. */
  readonly code: string;
}

/** Takes every mail and keeps it as its reader would find it. */
export class TestMailbox implements MailTransport {
  private readonly mails: ReceivedMail[] = [];

  async send(mail: RenderedMail): Promise<void> {
    const token = /[?&]token=([\w-]+)/.exec(mail.text)?.[1] ?? '';
    const code = /\b\d{6}\b/.exec(mail.text)?.[0] ?? '';
    this.mails.push({ ...mail, token, code });
  }

  async close(): Promise<void> {}

  /** Oldest first. */
  to(address: string): readonly ReceivedMail[] {
    return this.mails.filter(({ to }) => to === address);
  }
}
