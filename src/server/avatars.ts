import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserManagement } from '../app/user-management.js';
import { type Duration, seconds } from '../kernel/duration.js';
import { exchangeOf } from './http-exchange.js';

type UploadProblem = Exclude<Awaited<ReturnType<UserManagement['avatars']['receive']>>, null>;

export const UPLOAD_PATH = '/avatars/upload/';

/** The name changes with the picture. */
const CACHE = 'public, max-age=31536000, immutable';
/** Opened in a tab of its own, a picture is still nothing but a picture (ASVS 3.2.1). */
const CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** PUT to a ticket's URL, and GET of a picture's. */
export async function serveAvatars(app: FastifyInstance, users: UserManagement): Promise<void> {
  // A scope of its own: here, and nowhere else, a body may be anything, and comes as a stream.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    scope.put<{ Params: { ticket: string } }>(`${UPLOAD_PATH}:ticket`, async (request, reply) => {
      let problem;
      try {
        problem = await users.avatars.receive(sentPicture(request), exchangeOf(request, reply));
      } finally {
        if (!(await drained(request.raw))) reply.header('connection', 'close');
      }
      return problem === null ? reply.status(204).header('cache-control', 'no-store').send() : refuse(reply, problem);
    });
  });

  app.get<{ Params: { name: string } }>('/avatars/:name', async (request, reply) => {
    const { name } = request.params;
    const bytes = await users.avatars.file(name);
    if (bytes === null) return reply.callNotFound();
    const etag = `"${name}"`;
    reply.headers({ 'cache-control': CACHE, etag, 'content-security-policy': CONTENT_SECURITY_POLICY });
    // Public for every page; an allowed origin already has an answer of its own, with credentials.
    if (!reply.hasHeader('access-control-allow-origin')) reply.header('access-control-allow-origin', '*');
    if (request.headers['if-none-match']?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag)) {
      return reply.status(304).send();
    }
    return reply.type('image/webp').send(Buffer.from(bytes));
  });
}

function sentPicture({ params, headers, raw }: FastifyRequest<{ Params: { ticket: string } }>) {
  const length = headers['content-length'];
  return {
    secret: params.ticket,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
    contentLength: length === undefined ? undefined : Number(length),
    body: raw,
  };
}

const refusals: Readonly<Record<UploadProblem, readonly [status: number, message: string]>> = {
  TICKET_UNKNOWN: [404, 'There is no such upload ticket.'],
  TICKET_USED: [410, 'This upload ticket was used already, or is void. Ask for a new one.'],
  TICKET_EXPIRED: [410, 'This upload ticket has expired. Ask for a new one.'],
  TICKET_BUSY: [409, 'Another picture is being stored with this ticket at this moment.'],
  TOO_LARGE: [413, 'The picture is larger than 5 MiB.'],
  TOO_SLOW: [408, 'The picture took too long to arrive. Send it again, or a smaller one.'],
  BROKEN_OFF: [400, 'The body ended before it was complete.'],
  NOT_A_PICTURE: [415, 'Send a PNG, JPEG, WebP, GIF or AVIF picture as the raw body.'],
  UNREADABLE_PICTURE: [422, 'This picture is damaged and could not be read.'],
  TOO_MANY_PIXELS: [422, 'This picture has more than 25 megapixels. Send a smaller one.'],
  BUSY: [503, 'Too many pictures are coming in. Try again soon.'],
  NO_DECODER: [503, 'Pictures can not be processed here at this time.'],
  STORE_AWAY: [503, 'The picture could not be stored. Try again soon; the ticket is still good.'],
};

const RETRY_AFTER_SECONDS = 2;

function refuse(reply: FastifyReply, problem: UploadProblem): FastifyReply {
  const [status, message] = refusals[problem];
  if (status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .send({ errors: [{ message, extensions: { code: problem } }] });
}

/** What a client that was refused may still send, and for how long. */
const LARGEST_REST = 16 * 1024 * 1024;
const PATIENCE: Duration = seconds(5);

/**
 * Reads the rest for nothing: many clients look at the answer only once they have sent all, and a connection that is
 * closed while they do so takes the answer with it (RFC 9112, section 9.6).
 *
 * @returns false where there is no end of it
 */
function drained(body: Readable): Promise<boolean> {
  if (body.readableEnded || body.destroyed) return Promise.resolve(true);
  return new Promise((resolve) => {
    let rest = 0;
    const done = (complete: boolean) => {
      clearTimeout(timer);
      body.off('data', onData).off('end', onEnd).off('close', onEnd);
      resolve(complete);
    };
    const onData = (chunk: Buffer) => {
      rest += chunk.length;
      if (rest > LARGEST_REST) done(false);
    };
    const onEnd = () => done(true);
    const timer = setTimeout(() => done(false), PATIENCE);
    body.on('data', onData).once('end', onEnd).once('close', onEnd).resume();
  });
}
