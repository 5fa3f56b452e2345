import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode } from 'graphql';
import type { UserManagement } from '../app/create-user-management.js';
import type { RequestContext } from '../graphql/context.js';
import { DocumentCache } from '../graphql/limits/document-cache.js';
import { DocumentGuard } from '../graphql/limits/document-guard.js';
import type { DocumentLimits } from '../graphql/limits/document-limits.js';
import type { TrustedDocuments } from '../graphql/trusted-documents.js';
import { publicError } from '../graphql/public-error.js';
import type { Logger } from '../kernel/logger.js';
import { admit } from './document-admission.js';
import { exchangeOf } from './http-exchange.js';
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

/** Apollo formats errors without telling of which request they are. */
const currentRequestId = new AsyncLocalStorage<string>();

/** POST and GET /graphql: GraphQL over HTTP by Apollo Server, and Sandbox for a browser that opens the page. */
export async function serveGraphQL(
  app: FastifyInstance,
  users: UserManagement,
  metrics: RequestMetrics,
  options: GraphQLEndpointOptions,
): Promise<void> {
  const { logger } = options;
  const guard = new DocumentGuard(users.schema, options.documentLimits);
  const apollo = new ApolloServer<RequestContext>({
    schema: users.schema,
    introspection: options.introspection,
    hideSchemaDetailsFromClientErrors: !options.introspection,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    // A document of many tokens nested in each other overflows the parser's stack.
    parseOptions: { maxTokens: guard.limits.tokens },
    documentStore: boundedDocumentStore(),
    logger: quiet(logger),
    formatError: (_formatted, error) => publicError(error, currentRequestId.getStore() ?? '', logger),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      options.sandbox
        ? ApolloServerPluginLandingPageLocalDefault({ embed: { runTelemetry: false }, footer: false })
        : ApolloServerPluginLandingPageDisabled(),
      retryAfterHeader,
      metrics.watchGraphQL(users.schema),
    ],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const admission = admit(toGraphQLRequest(request), guard, options.trustedDocuments ?? null);
    const answer = await currentRequestId.run(request.id, () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: admission.request,
        // The first thing after the guard against foreign pages, and before anything is parsed or validated.
        context: async () => {
          if (admission.refusal) {
            metrics.refused(admission.refusal.extensions['code']);
            throw admission.refusal;
          }
          return users.contextOf(exchangeOf(request, reply));
        },
      }),
    );
    reply.status(answer.status ?? 200).headers(Object.fromEntries(answer.headers));
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (answer.body.kind === 'complete') return reply.send(answer.body.string);
    throw new Error('incremental delivery is off');
  };
  // Sandbox loads its scripts from Apollo's CDN, so the strict policy of everything else would leave the page empty.
  app.route({
    method: 'GET',
    url: '/graphql',
    handler,
    helmet: options.sandbox ? { contentSecurityPolicy: false, frameguard: false } : {},
  });
  app.route({ method: 'POST', url: '/graphql', handler });
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

/** RFC 9110, section 10.2.3: for clients and proxies that don't read GraphQL errors. */
const retryAfterHeader: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      if (response.body.kind !== 'single') return;
      const waits = (response.body.singleResult.errors ?? []).map(({ extensions }) =>
        Number(extensions?.['retryAfter'] ?? 0),
      );
      const longest = Math.max(0, ...waits);
      if (longest > 0) response.http.headers.set('retry-after', String(longest));
    },
  }),
};

function quiet(logger: Logger) {
  const ignore = () => {};
  return {
    debug: ignore,
    info: ignore,
    warn: (text: string) => logger.warn(text),
    error: (text: string) => logger.error(text),
  };
}
