import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import type { UserManagement } from '../app/create-user-management.js';
import { seconds } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import { answerErrors, malformedRequest } from './error-answers.js';
import { type GraphQLEndpointOptions, serveGraphQL } from './graphql-endpoint.js';
import { serveHealth } from './health.js';
import { serveJwks } from './jwks.js';
import { serveMailbox } from './mailbox.js';
import { servePages } from './pages/serve-pages.js';
import { logRequests } from './request-log.js';

export interface ServerOptions extends GraphQLEndpointOptions {
  /** How many proxies in front may be believed for the client's address. */
  readonly trustedProxies: number;
  /** Whether the outside reaches this server by https: then browsers are told to stay with it. */
  readonly https: boolean;
  /** What the product is called on the server's own pages. */
  readonly appName: string;
  readonly logger: Logger;
}

export interface Server {
  readonly app: FastifyInstance;
  /** From now on `/readyz` answers 503, so that no new work is sent here. */
  drain(): void;
}

const BODY_LIMIT = 100 * 1024;
const REQUEST_ID = /^[\w.-]{8,128}$/;

/** The standalone server around user management; it does not listen yet. */
export async function createServer(users: UserManagement, options: ServerOptions): Promise<Server> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    // Counted from the nearest: with two trusted, the second entry from the right of X-Forwarded-For is the client.
    trustProxy: (_address: string, hop: number) => hop < options.trustedProxies,
    // A slow client may take as long as this for its request, not for ever.
    requestTimeout: seconds(15),
    keepAliveTimeout: seconds(65),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    logger: false,
    // What can't even be routed, such as a path of broken percent signs.
    frameworkErrors: (_error, _request, { raw }) =>
      void raw.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(malformedRequest)),
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return options.trustedProxies > 0 && typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
  // No endpoint takes text, and it is what a form or script of any page may send without asking first.
  app.removeContentTypeParser('text/plain');
  let draining = false;
  // Before whatever may answer by itself, as preflights are.
  logRequests(app, options.logger);
  // A connection that is kept alive would keep the process alive, too.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) reply.header('connection', 'close');
    done();
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: options.https && { maxAge: 31_536_000 },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, {
    origin: (origin, decide) => decide(null, users.origins.allows(origin)),
    credentials: true,
    methods: ['GET', 'POST'],
    exposedHeaders: ['X-Request-Id', 'Retry-After'],
    maxAge: 86_400,
  });
  answerErrors(app, options.logger);
  serveHealth(app, users, () => draining);
  serveJwks(app, users);
  if (users.mailbox) serveMailbox(app, users.mailbox);
  await servePages(app, users, options);
  await serveGraphQL(app, users, options.logger, options);
  return { app, drain: () => void (draining = true) };
}
