import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { isDatabaseAway } from '../database/database.js';
import type { Logger } from '../kernel/logger.js';
import { Refusal } from '../kernel/refusal.js';
import type { Routes } from './routes.js';

/** What was wrong with a request that never became a GraphQL operation; keyed by Fastify's codes. */
const messages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than 100 kB.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; send a JSON object with "query".',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as Content-Length says.',
  UNKNOWN_ENCODING: 'Send the body as it is, in UTF-8.',
};

const MALFORMED = 'The request is malformed.';

export const malformedRequest = { errors: [{ message: MALFORMED, extensions: { code: 'BAD_USER_INPUT' } }] };

/** Before there are hooks that would add what every answer has. */
export function answerUnroutable(response: ServerResponse): void {
  const body = JSON.stringify(malformedRequest);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  };
  response.writeHead(400, headers).end(body);
}

/** Answers every failure below GraphQL as a GraphQL client expects it: JSON with `errors`, a code, and no detail of ours. */
export function answerErrors(app: FastifyInstance, logger: Logger, routes: Routes): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    reply.header('cache-control', 'no-store');
    const refusal = refusalOf(error);
    if (refusal) {
      if (isDatabaseAway(error)) logger.error('database away', { requestId: request.id, error });
      return refuse(reply, refusal);
    }
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const message =
        messages[error.code] ?? (error instanceof SyntaxError ? 'The body is not valid JSON.' : MALFORMED);
      return reply.status(status).send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    logger.error('internal error', { requestId: request.id, error });
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: request.id };
    return reply.status(500).send({ errors: [{ message: 'Something went wrong here.', extensions }] });
  });

  app.setNotFoundHandler((request, reply) => {
    const methods = routes.methodsOf(request.url.split('?', 1)[0] ?? '');
    // A route of the right method answers this way, too, where it finds nothing.
    const wrongMethod = methods.length > 0 && !methods.includes(request.method);
    const [message, code] = wrongMethod
      ? [`Ask this with ${methods.join(' or ')}.`, 'METHOD_NOT_ALLOWED']
      : ['There is nothing here. The API is at /graphql.', 'NOT_FOUND'];
    // RFC 9110, section 15.5.6
    if (wrongMethod) reply.header('allow', methods.join(', '));
    return reply
      .status(wrongMethod ? 405 : 404)
      .header('cache-control', 'no-store')
      .send({ errors: [{ message, extensions: { code } }] });
  });
}

const refusalStatus: Readonly<Record<string, number>> = { RATE_LIMITED: 429, SERVICE_UNAVAILABLE: 503 };
const RETRY_AFTER_SECONDS = 1;

/** What GraphQL would answer, too, for requests beside it. */
function refusalOf(error: Error): Refusal | null {
  if (error instanceof Refusal) return error;
  return isDatabaseAway(error) ? Refusal.unavailable(RETRY_AFTER_SECONDS) : null;
}

function refuse(reply: FastifyReply, { message, extensions }: Refusal): FastifyReply {
  const { code, retryAfter } = extensions;
  if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter));
  return reply.status(refusalStatus[String(code)] ?? 400).send({ errors: [{ message, extensions }] });
}

class TwoHosts extends Error {
  readonly statusCode = 400;
}

/**
 * RFC 9112, section 3.2: of two, a proxy in front may have believed the other one. Node keeps the first and says nothing.
 *
 * It must not be answered at once: what else is wrong with a request, such as its transfer coding, the parser finds in
 * the same turn, and a second answer would go to whoever asks next.
 */
export function refuseTwoHosts(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw: { rawHeaders } }) => {
    let hosts = 0;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at];
      if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
    }
    if (hosts > 1) throw new TwoHosts();
  });
}

const statusOf: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What is no HTTP, too slow or too large before there is a request: an answer where one can still be given, and the end. */
export function answerBrokenConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const status = statusOf[error.code ?? ''] ?? 400;
  const body = JSON.stringify(malformedRequest);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  // Not `end`: who sends a byte a minute reads as slowly, and would keep the half-closed connection.
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
