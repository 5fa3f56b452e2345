import cors from '@fastify/cors';
import fastify, { type FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { UserManagement } from '../app/user-management.js';
import { serveAvatars, UPLOAD_PATH } from './avatars.js';
import { answerBrokenConnection, answerErrors, answerUnroutable, refuseTwoHosts } from './error-answers.js';
import { type GraphQLEndpointOptions, serveGraphQL } from './graphql-endpoint.js';
import { serveHealth } from './health.js';
import { defaultHttpLimits, fastifyLimits, type HttpLimits, limitBodies } from './http-limits.js';
import { acceptJson } from './json-body.js';
import { serveJwks } from './jwks.js';
import { serveMailbox } from './mailbox.js';
import { RequestMetrics } from './metrics/request-metrics.js';
import { type MetricsAccess, serveMetrics } from './metrics/serve-metrics.js';
import { servePages } from './pages/serve-pages.js';
import { warnOfUnnamedProxy } from './proxy-warning.js';
import { serveRedirectSignIn } from './redirect-sign-in.js';
import { logRequests } from './request-log.js';
import { type Route, Routes } from './routes.js';
import { sendSecurityHeaders } from './security-headers.js';

export interface ServerOptions extends GraphQLEndpointOptions {
  /** How many proxies in front may be believed for the client's address. */
  readonly trustedProxies: number;
  /** Whether to tell in the log of a proxy in front that is not trusted; for production. */
  readonly warnOfUnnamedProxy?: boolean;
  /** Whether the outside reaches this server by https: then browsers are told to stay with it. */
  readonly https: boolean;
  /** What the product is called on the server's own pages. */
  readonly appName: string;
  /** Everybody may read them by default. */
  readonly metrics?: MetricsAccess;
  /** Those that shall differ from the defaults. */
  readonly httpLimits?: Partial<HttpLimits>;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly routes: readonly Route[];
  /** From now on `/readyz` answers 503, so that no new work is sent here. */
  drain(): void;
}

const BODY_LIMIT = 100 * 1024;
const REQUEST_ID = /^[\w.-]{8,128}$/;

/** The standalone server around user management; it does not listen yet. */
export async function createServer(users: UserManagement, options: ServerOptions): Promise<Server> {
  const app = createApp(options);
  const routes = new Routes(app);
  let draining = false;
  // Before whatever may answer by itself, as preflights are.
  logRequests(app, options.logger);
  if (options.warnOfUnnamedProxy && options.trustedProxies === 0) warnOfUnnamedProxy(app, options.logger);
  const metrics = new RequestMetrics(users.schema);
  metrics.watchHttp(app);
  // A connection that is kept alive would keep the process alive, too. `close` ends the idle ones; those of requests in
  // flight must not become idle after it.
  app.addHook('preClose', (done) => {
    draining = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) reply.header('connection', 'close');
    done();
  });
  sendSecurityHeaders(app, options);
  await letOriginsCall(app, users);
  refuseTwoHosts(app);
  acceptJson(app);
  answerErrors(app, options.logger, routes);
  serveHealth(app, users, () => draining);
  serveJwks(app, users);
  if (users.mailbox) serveMailbox(app, users.mailbox);
  await serveAvatars(app, users);
  serveRedirectSignIn(app, users);
  serveMetrics(app, users, metrics, options.metrics ?? { token: null, withoutToken: 'everybody' });
  await servePages(app, users, options);
  await serveGraphQL(app, users, metrics, options);
  return { app, routes: routes.all, drain: () => void (draining = true) };
}

function createApp({ trustedProxies, httpLimits }: ServerOptions): FastifyInstance {
  const limits = { ...defaultHttpLimits, ...httpLimits };
  const app = fastify({
    ...fastifyLimits(limits),
    bodyLimit: BODY_LIMIT,
    // Counted from the nearest: with two trusted, the second entry from the right of X-Forwarded-For is the client.
    trustProxy: (_address: string, hop: number) => hop < trustedProxies,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // No route declares a JSON schema, so ajv and fast-json-stringify need not be loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    logger: false,
    // What can't even be routed, such as a path of broken percent signs.
    frameworkErrors: (_error, _request, { raw }) => answerUnroutable(raw),
    clientErrorHandler: answerBrokenConnection,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return trustedProxies > 0 && typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
  app.server.maxConnections = limits.connections;
  limitBodies(app, limits, [`${UPLOAD_PATH}:ticket`], answerBrokenConnection);
  // No endpoint takes text, and it is what a form or script of any page may send without asking first.
  app.removeContentTypeParser('text/plain');
  return app;
}

function noSchemas(): never {
  throw new Error('routes have no JSON schemas here');
}

/** CORS: tells browsers which origins may call. */
async function letOriginsCall(app: FastifyInstance, users: UserManagement): Promise<void> {
  await app.register(cors, {
    delegator: (request, decide) =>
      decide(null, {
        origin: users.origins.allows(request.headers.origin),
        credentials: true,
        methods: request.url?.startsWith(UPLOAD_PATH) ? ['PUT'] : ['GET', 'POST'],
        exposedHeaders: ['X-Request-Id', 'Retry-After'],
        maxAge: 86_400,
      }),
  });
}
