import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { UserManagement } from '../app/user-management.js';
import type { RequestContext } from '../graphql/context.js';
import { DocumentCache } from '../graphql/limits/document-cache.js';
import { DocumentGuard } from '../graphql/limits/document-guard.js';
import type { DocumentLimits } from '../graphql/limits/document-limits.js';
import { publicError } from '../graphql/public-error.js';
import type { TrustedDocuments } from '../graphql/trusted-documents.js';
import type { Logger } from '../kernel/logger.js';
import { admit } from './document-admission.js';
import { exchangeOf } from './http-exchange.js';
import { KnownOperations, postedOperation } from './known-operations.js';
import type { RequestMetrics } from './metrics/request-metrics.js';

export interface GraphQLEndpointOptions {
  readonly sandbox: boolean;
  readonly introspection: boolean;
  readonly logger: Logger;
  /** Those that shall differ from docs/document-limits.md. */
  readonly documentLimits?: Partial<DocumentLimits>;
  /** Where there is a list, nothing else runs. */
  readonly trustedDocuments?: TrustedDocuments | null;
}

interface CurrentRequest {
  readonly id: string;
  /** What came as far as its execution, with all rules and limits passed. */
  executed?: DocumentNode;
}

/** Apollo formats errors without telling of which request they are, and hands plugins a copy of the context. */
const currentRequest = new AsyncLocalStorage<CurrentRequest>();

/** POST and GET /graphql: GraphQL over HTTP by Apollo Server, and Sandbox for a browser that opens the page. */
export async function serveGraphQL(
  app: FastifyInstance,
  users: UserManagement,
  metrics: RequestMetrics,
  options: GraphQLEndpointOptions,
): Promise<void> {
  const { logger } = options;
  const guard = new DocumentGuard(users.schema, options.documentLimits);
  const known = new KnownOperations(users.schema);
  const apollo = createApollo(users, metrics, guard, options);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const startedAt = performance.now();
    const context = users.contextOf(exchangeOf(request, reply));
    const posted = request.method === 'POST' ? postedOperation(request.body, request.headers.accept) : null;
    const found = posted && known.find(posted);
    const result = found && (await known.execute(found.document, posted, context));
    if (result) {
      const { data, errors } = result;
      const answer = { errors: errors?.map((error) => publicError(error, request.id, logger)), data };
      metrics.answered(found.operation, answer, startedAt);
      return sendAnswer(reply, answer, found.contentType);
    }

    const current: CurrentRequest = { id: request.id };
    const admission = admit(toGraphQLRequest(request), guard, options.trustedDocuments ?? null);
    const answer = await currentRequest.run(current, () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: admission.request,
        // The first thing after the guard against foreign pages, and before anything is parsed or validated.
        context: async () => {
          if (!admission.refusal) return context;
          metrics.refused(admission.refusal.extensions['code']);
          throw admission.refusal;
        },
      }),
    );
    // Apollo executes an operation and then refuses an Accept that it can't serve: that answer is none to learn from.
    const answered = (answer.status ?? 200) === 200;
    if (posted && answered && current.executed)
      known.learn(posted, current.executed, answer.headers.get('content-type'));
    reply.status(answer.status ?? 200).headers(Object.fromEntries(answer.headers));
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (answer.body.kind === 'complete') return reply.send(answer.body.string);
    throw new Error('incremental delivery is off');
  };
  // Sandbox loads its scripts from Apollo's CDN, so the strict policy of everything else would leave the page empty.
  const forSandbox = (reply: FastifyReply) =>
    reply.removeHeader('content-security-policy').removeHeader('x-frame-options');
  app.route({
    method: 'GET',
    url: '/graphql',
    handler: (request, reply) => handler(request, options.sandbox ? forSandbox(reply) : reply),
  });
  app.route({ method: 'POST', url: '/graphql', handler });
}

function createApollo(
  { schema }: UserManagement,
  metrics: RequestMetrics,
  guard: DocumentGuard,
  { introspection, sandbox, logger }: GraphQLEndpointOptions,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    // A document of many tokens nested in each other overflows the parser's stack.
    parseOptions: { maxTokens: guard.limits.tokens },
    documentStore: boundedDocumentStore(),
    logger: quiet(logger),
    formatError: (_formatted, error) => publicError(error, currentRequest.getStore()?.id ?? '', logger),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      // Is for subgraphs alone, but its Protocol Buffers would be loaded all the same.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      sandbox
        ? ApolloServerPluginLandingPageLocalDefault({ embed: { runTelemetry: false }, footer: false })
        : ApolloServerPluginLandingPageDisabled(),
      retryAfterHeader,
      metrics.watchGraphQL(),
      executedDocument,
    ],
  });
}

/** As Apollo writes it, down to the line break at the end. */
function sendAnswer(
  reply: FastifyReply,
  answer: { readonly errors: readonly GraphQLFormattedError[] | undefined; readonly data: unknown },
  contentType: string,
): FastifyReply {
  const wait = answer.errors && longestWait(answer.errors);
  if (wait) reply.header('retry-after', String(wait));
  reply.header('cache-control', 'no-store').header('content-type', contentType);
  return reply.send(`${JSON.stringify(answer)}\n`);
}

function toGraphQLRequest(request: FastifyRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const query = request.url.indexOf('?');
  return { method: request.method, headers, search: query < 0 ? '' : request.url.slice(query), body: request.body };
}

/** Apollo's own store counts characters, and keeps hundreds of megabytes of syntax trees. */
function boundedDocumentStore() {
  const cache = new DocumentCache();
  return {
    get: async (key: string) => cache.get(key),
    set: async (key: string, document: DocumentNode) => cache.set(key, document),
    delete: async (key: string) => cache.delete(key),
  };
}

const executedDocument: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    executionDidStart: async ({ document }) => {
      const current = currentRequest.getStore();
      if (current) current.executed = document;
    },
  }),
};

/** RFC 9110, section 10.2.3: for clients and proxies that don't read GraphQL errors. */
const retryAfterHeader: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      if (response.body.kind !== 'single') return;
      const wait = longestWait(response.body.singleResult.errors ?? []);
      if (wait > 0) response.http.headers.set('retry-after', String(wait));
    },
  }),
};

/** In seconds. */
function longestWait(errors: readonly GraphQLFormattedError[]): number {
  return Math.max(0, ...errors.map(({ extensions }) => Number(extensions?.['retryAfter'] ?? 0)));
}

function quiet(logger: Logger) {
  const ignore = () => {};
  return {
    debug: ignore,
    info: ignore,
    warn: (text: string) => logger.warn(text),
    error: (text: string) => logger.error(text),
  };
}
