import { MailService } from '@sendgrid/mail';
import type { Clock } from '../kernel/clock.js';
import { type Duration, milliseconds, seconds } from '../kernel/duration.js';
import { MailDelayed, MailRefused, type MailTransport, type RenderedMail } from './mail-transport.js';

/** Shorter than a worker's lease. */
const PATIENCE = seconds(30);

/** A key, an address of the API or a right that is wrong is for an operator to mend; the others mean "later". */
const MENDABLE_STATUSES = new Set([401, 402, 403, 404, 405, 407, 408, 425, 429]);

export interface SendgridOptions {
  readonly apiKey: string;
  /** `https://api.sendgrid.com`, or `https://api.eu.sendgrid.com` for the region of the EU. */
  readonly baseUrl: string;
  readonly clock: Clock;
}

export class SendgridTransport implements MailTransport {
  private readonly mailer = new (MailService as unknown as new () => Mailer)();
  private readonly clock: Clock;

  constructor({ apiKey, baseUrl, clock }: SendgridOptions) {
    this.clock = clock;
    this.mailer.setApiKey(apiKey);
    this.mailer.setTimeout(PATIENCE);
    this.mailer.client.setDefaultRequest('baseUrl', baseUrl);
    // The key and the mail go to the configured host and nowhere else.
    this.mailer.client.setDefaultRequest('maxRedirects', 0);
  }

  async send(mail: RenderedMail): Promise<void> {
    const { statusCode } = await this.post(mail);
    // Anything else, be it 200, is not SendGrid's promise to send the mail but a proxy's, or a sandbox's.
    if (statusCode !== 202) throw new MailDelayed(`SendGrid ${statusCode}`);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async post(mail: RenderedMail): Promise<{ readonly statusCode: number }> {
    try {
      const [response] = await this.mailer.send({
        from: { name: mail.from.name, email: mail.from.address },
        to: { email: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        categories: [mail.kind],
        headers: {
          'Message-ID': mail.messageId,
          'X-Mail-Kind': mail.kind,
          'Content-Language': mail.locale,
          // RFC 3834, section 5: keeps out-of-office replies away.
          'Auto-Submitted': 'auto-generated',
        },
        // Tracking would lead the links with their tokens over a third party, who keeps them.
        trackingSettings: {
          clickTracking: { enable: false, enableText: false },
          openTracking: { enable: false },
          subscriptionTracking: { enable: false },
        },
      });
      return response;
    } catch (error) {
      throw judged(error, this.clock);
    }
  }
}

/** What we need of `MailService`: its own types are not valid TypeScript, and leave the client out. */
interface Mailer {
  /** Each has one of its own, so that two installations in a process keep their keys apart. */
  readonly client: { setDefaultRequest(key: string, value: unknown): void };
  setApiKey(apiKey: string): void;
  setTimeout(timeout: Duration): void;
  send(mail: Readonly<Record<string, unknown>>): Promise<[response: { readonly statusCode: number }, body: unknown]>;
}

function judged(error: unknown, clock: Clock): Error {
  const { code, response } = fieldsOf(error);
  const status = Number(code);
  if (!Number.isInteger(status)) return new MailDelayed(`SendGrid ${/^\w+$/.test(`${code}`) ? code : 'unreachable'}`);

  const reason = ['SendGrid', status, ...faultyFields(response?.body)].join(' ');
  const refused = status >= 400 && status < 500 && !MENDABLE_STATUSES.has(status);
  return refused ? new MailRefused(reason) : new MailDelayed(reason, askedPause(response?.headers ?? {}, clock.now()));
}

/** Only the names of the fields that were wrong, without the prose, which may quote the mail. */
function faultyFields(body: unknown): string[] {
  const errors = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : null;
  if (!Array.isArray(errors)) return [];
  const fields = errors.map((fault: { field?: unknown } | null) => fault?.field);
  return fields.filter((field): field is string => typeof field === 'string' && /^[\w.]{1,80}$/.test(field));
}

/** `Retry-After` (RFC 9110, section 10.2.3) in seconds or as a date, or SendGrid's own: the second since 1970. */
function askedPause(headers: Readonly<Record<string, unknown>>, now: Date): Duration | null {
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : '');
  const retryAfter = text('retry-after');
  if (/^\d+$/.test(retryAfter)) return seconds(Number(retryAfter));
  const until = Date.parse(retryAfter) || Number(text('x-ratelimit-reset')) * 1_000;
  return until > now.getTime() ? milliseconds(until - now.getTime()) : null;
}

interface SendgridErrorFields {
  /** A status, or of a request that got no answer the system's word for why. */
  readonly code?: number | string;
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>>; readonly body?: unknown };
}

function fieldsOf(error: unknown): SendgridErrorFields {
  return error instanceof Error ? (error as SendgridErrorFields) : {};
}
