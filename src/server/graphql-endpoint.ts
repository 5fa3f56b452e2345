import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { UserManagement } from '../app/create-user-management.js';
import type { RequestContext } from '../graphql/context.js';
import { publicError } from '../graphql/public-error.js';
import type { Logger } from '../kernel/logger.js';
import { exchangeOf } from './http-exchange.js';
import { KnownOperations, postedOperation } from './known-operations.js';

export interface GraphQLEndpointOptions {
  readonly sandbox: boolean;
  readonly introspection: boolean;
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
  logger: Logger,
  options: GraphQLEndpointOptions,
): Promise<void> {
  const known = new KnownOperations(users.schema);
  const apollo = new ApolloServer<RequestContext>({
    schema: users.schema,
    introspection: options.introspection,
    hideSchemaDetailsFromClientErrors: !options.introspection,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    // A document of many tokens nested in each other overflows the parser's stack.
    parseOptions: { maxTokens: 2_000 },
    logger: quiet(logger),
    formatError: (_formatted, error) => publicError(error, currentRequest.getStore()?.id ?? '', logger),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      options.sandbox
        ? ApolloServerPluginLandingPageLocalDefault({ embed: { runTelemetry: false }, footer: false })
        : ApolloServerPluginLandingPageDisabled(),
      retryAfterHeader,
      executedDocument,
    ],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const context = users.contextOf(exchangeOf(request, reply));
    const posted = request.method === 'POST' ? postedOperation(request.body, request.headers.accept) : null;
    const found = posted && known.find(posted);
    const result = found && (await known.execute(found.document, posted, context));
    if (result) return sendResult(reply, result, found.contentType, (error) => publicError(error, request.id, logger));

    const current: CurrentRequest = { id: request.id };
    const answer = await currentRequest.run(current, () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: toGraphQLRequest(request),
        context: async () => context,
      }),
    );
    if (posted && current.executed) known.learn(posted, current.executed, answer.headers.get('content-type'));
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

/** As Apollo writes it, down to the line break at the end. */
function sendResult(
  reply: FastifyReply,
  { data, errors, extensions }: ExecutionResult,
  contentType: string,
  format: (error: GraphQLError) => GraphQLFormattedError,
): FastifyReply {
  const formatted = errors?.map(format);
  const wait = formatted && longestWait(formatted);
  if (wait) reply.header('retry-after', String(wait));
  const body = `${JSON.stringify({ errors: formatted, data, extensions })}\n`;
  return reply.header('cache-control', 'no-store').header('content-type', contentType).send(body);
}

function toGraphQLRequest(request: FastifyRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const query = request.url.indexOf('?');
  return { method: request.method, headers, search: query < 0 ? '' : request.url.slice(query), body: request.body };
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
