import type { Duration } from '../kernel/duration.js';
import type { MailKind } from './mail-content.js';

export interface MailSender {
  /** What mail programs show; empty for the bare address. */
  readonly name: string;
  readonly address: string;
}

/** A mail as it goes out. */
export interface RenderedMail {
  /** The outbox's id; a mail that is sent again keeps it. */
  readonly id: string;
  readonly kind: MailKind;
  readonly messageId: string;
  /** From the settings. In two parts, so that a comma in the name doesn't make it a list. */
  readonly from: MailSender;
  /** One bare address, never a list. */
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The language that it is written in. */
  readonly locale: string;
  /** When it was queued. */
  readonly date: Date;
}

/** The way out. What `send` throws decides what follows: `MailRefused` ends the mail, anything else is tried again. */
export interface MailTransport {
  /** How many mails it is good for at once; more would only wait in it, on the time of their leases. 50 by default. */
  readonly atOnce?: number;
  /** Loads ahead of the first mail what that would load. Who signs in first waits for it: it is not to ask the network. */
  warmUp?(): Promise<void>;
  send(mail: RenderedMail): Promise<void>;
  close(): Promise<void>;
}

/** No later try can succeed. The reason is stored and logged, so it holds nothing of the mail and no provider's prose. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** A later try may succeed. The reason is stored and logged as that of `MailRefused` is. */
export class MailDelayed extends Error {
  override readonly name = 'MailDelayed';

  constructor(
    reason: string,
    /** How long the provider asks to be left alone. */
    readonly retryAfter: Duration | null = null,
  ) {
    super(reason);
  }
}

const ONE_MAILBOX = /^[^\s\p{C}@,;:<>()[\]"\\]+@[^\s\p{C}@,;:<>()[\]"\\]+$/u;

/**
 * Whether a text is one bare address to everybody who may parse it: no list, group, comment, quoting or display name,
 * and no letter that is such a sign in another width, which a domain loses on its way (UTS 46).
 */
export function isOneMailbox(address: string): boolean {
  return ONE_MAILBOX.test(address) && ONE_MAILBOX.test(address.normalize('NFKC'));
}

/** Of an unknown error only its name and code: its message may quote the mail. */
export function failureReason(error: unknown): string {
  if (error instanceof MailRefused || error instanceof MailDelayed)
    return error.message.replace(/\p{C}/gu, ' ').slice(0, 200);
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : '';
  return [error.name, code].filter((word) => /^\w{1,60}$/.test(word)).join(' ') || 'unknown';
}
