import type { FastifyHttpOptions, FastifyInstance, FastifyServerOptions } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Duration, milliseconds, seconds } from '../kernel/duration.js';

/** How long and how much one connection may take. */
export interface HttpLimits {
  /** For all headers to arrive: a client that sends one byte a minute holds a connection no longer (slowloris). */
  readonly headers: Duration;
  /** For the body to arrive once the headers have. */
  readonly request: Duration;
  /** The same for a picture of five megabytes on a slow line. Its room has limits of its own, which are tighter. */
  readonly upload: Duration;
  /** Without a byte in either direction: a client that doesn't read its answer. */
  readonly silence: Duration;
  /** Between two requests on one connection. */
  readonly keepAlive: Duration;
  /** How often the first two are looked at. */
  readonly check: Duration;
  readonly connections: number;
  readonly requestsPerConnection: number;
  /** Bytes; 431 for more. */
  readonly headerSize: number;
}

/** Longer than a proxy keeps its connections (60 s is usual), so that it never sends on one that was just closed. */
const KEEP_ALIVE = seconds(65);

export const defaultHttpLimits: HttpLimits = {
  headers: seconds(10),
  request: seconds(15),
  upload: seconds(75),
  silence: seconds(30),
  keepAlive: KEEP_ALIVE,
  check: seconds(2),
  connections: 2_000,
  requestsPerConnection: 1_000,
  headerSize: 16 * 1_024,
};

export function fastifyLimits(limits: HttpLimits): FastifyServerOptions & Pick<FastifyHttpOptions<Server>, 'http'> {
  return {
    connectionTimeout: limits.silence,
    requestTimeout: widest(limits),
    keepAliveTimeout: limits.keepAlive,
    maxRequestsPerSocket: limits.requestsPerConnection,
    http: {
      headersTimeout: limits.headers,
      requestTimeout: widest(limits),
      connectionsCheckingInterval: limits.check,
      maxHeaderSize: limits.headerSize,
    },
  };
}

function widest({ request, upload, headers }: HttpLimits): Duration {
  return milliseconds(Math.max(request, upload) + headers);
}

/** The body that is arriving on a connection: never more than one. */
interface Arriving {
  request: IncomingMessage | null;
  /** By `performance.now()`. */
  since: number;
}

/**
 * Node knows one limit for all requests, so the tighter one is kept here: by one look at all connections every now and
 * then, since a timer for each request costs more. (And so does a map of requests: entries that come and go keep a
 * request's memory from being taken back at once.)
 *
 * @param uploads the routes that may take longer
 */
export function limitBodies(
  app: FastifyInstance,
  { request: limit, check }: HttpLimits,
  uploads: readonly string[],
  cutOff: (error: NodeJS.ErrnoException, socket: Socket) => void,
): void {
  const connections = new Map<Socket, Arriving>();
  const join = (socket: Socket) => {
    const arriving: Arriving = { request: null, since: 0 };
    connections.set(socket, arriving);
    socket.once('close', () => connections.delete(socket));
    return arriving;
  };
  const look = () => {
    const overdue = performance.now() - limit;
    for (const [socket, arriving] of connections) {
      if (!arriving.request || arriving.request.complete || arriving.since > overdue) continue;
      arriving.request = null;
      cutOff(tooLate(), socket);
    }
  };
  const looking = setInterval(look, check).unref();
  app.addHook('onClose', async () => clearInterval(looking));
  app.addHook('onRequest', ({ raw, routeOptions }, _reply, done) => {
    const arriving = connections.get(raw.socket) ?? join(raw.socket);
    arriving.request = uploads.includes(routeOptions.url ?? '') ? null : raw;
    arriving.since = performance.now();
    done();
  });
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    const arriving = connections.get(raw.socket);
    // What is refused at once may go on sending.
    if (arriving?.request === raw && raw.complete) arriving.request = null;
    done();
  });
}

/** Made where it is needed: the stack of an error costs more than the rest of what is done for each body. */
function tooLate(): NodeJS.ErrnoException {
  return Object.assign(new Error('the body took too long'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
