import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { atTheEnd } from './mail-house.js';

/** The body of `POST /v3/mail/send`, as SendGrid documents it. */
export interface SendgridMail {
  readonly personalizations: readonly { readonly to: readonly { readonly email: string; readonly name?: string }[] }[];
  readonly from: { readonly email: string; readonly name?: string };
  readonly subject: string;
  readonly content: readonly { readonly type: string; readonly value: string }[];
  readonly headers: Readonly<Record<string, string>>;
  readonly categories: readonly string[];
  readonly tracking_settings: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
}

export interface SendgridRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly mail: SendgridMail;
}

export interface SendgridAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What SendGrid answers to a mail that it will send. */
const accepted: SendgridAnswer = { status: 202, headers: { 'x-message-id': '14c5d75ce93.dfd.64b469' } };

/** Answers as SendGrid's API does. */
export class SendgridHost {
  readonly requests: SendgridRequest[] = [];
  /** In turn; accepts what comes after. `null` hangs up without an answer. */
  answers: (SendgridAnswer | null)[] = [];

  private constructor(readonly url: string) {}

  static async open(): Promise<SendgridHost> {
    const server = createServer((request, response) => void host.answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    atTheEnd(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const host = new SendgridHost(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return host;
  }

  get mails(): readonly SendgridMail[] {
    return this.requests.map(({ mail }) => mail);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url: path, headers } = request;
    const mail = (await json(request)) as SendgridMail;
    const { authorization, 'content-type': contentType } = headers;
    this.requests.push({ method, path, authorization, contentType, mail });
    const answer = this.answers.length > 0 ? this.answers.shift() : accepted;
    if (!answer) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }
}

/** How SendGrid says no. */
export function refusal(status: number, message: string, field: string | null = null): SendgridAnswer {
  return { status, body: { errors: [{ message, field, help: null }] } };
}
