import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { type GraphQLFormattedError, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../../graphql/context.js';
import { userErrorMessages } from '../../kernel/user-error.js';
import { Counter, Durations, type Metric } from './metric.js';

/** What an operation was answered with. */
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly Pick<GraphQLFormattedError, 'extensions'>[] | undefined;
}

/** Counts requests. Labels are routes, fields of the schema and codes: nothing that a client could make up. */
export class RequestMetrics {
  private readonly requests = new Counter('method', 'route', 'status');
  private readonly operations = new Counter('operation', 'outcome');
  private readonly durations = new Durations('operation');

  constructor(private readonly schema: GraphQLSchema) {}

  watchHttp(app: FastifyInstance): void {
    app.addHook('onResponse', ({ method, routeOptions }, { statusCode }, done) => {
      const route = routeOptions.url ?? '*';
      const known = route !== '*';
      this.requests.add(known ? method : 'other', known ? route : 'other', String(statusCode));
      done();
    });
  }

  watchGraphQL(): ApolloServerPlugin<RequestContext> {
    return {
      requestDidStart: async () => {
        const startedAt = performance.now();
        return {
          willSendResponse: async ({ operation, response: { body } }) =>
            this.answered(operation, body.kind === 'single' ? body.singleResult : {}, startedAt),
        };
      },
    };
  }

  /** @param startedAt by `performance.now()` */
  answered(operation: OperationDefinitionNode | undefined, answer: Answer, startedAt: number): void {
    const label = operationLabel(this.schema, operation);
    this.operations.add(label, outcomeOf(answer));
    this.durations.add(label, (performance.now() - startedAt) / 1_000);
  }

  /** A document that was refused before it became an operation. */
  refused(code: unknown): void {
    this.operations.add('none', typeof code === 'string' ? code : 'other');
  }

  read(): Metric[] {
    return [
      {
        name: 'http_requests_total',
        type: 'counter',
        help: 'Requests by method, route and status.',
        samples: this.requests.samples(),
      },
      {
        name: 'usergraph_operations_total',
        type: 'counter',
        help: 'GraphQL operations by their root field and by how they ended: ok, the code of the first error, or of the first user error that was asked for.',
        samples: this.operations.samples(),
      },
      {
        name: 'usergraph_operation_duration_seconds',
        type: 'histogram',
        help: 'Time to answer a GraphQL operation, by its root field.',
        samples: this.durations.samples(),
      },
    ];
  }
}

/** The root field; `several` for more than one, `none` for what never was an operation of this schema. */
function operationLabel(schema: GraphQLSchema, operation: OperationDefinitionNode | undefined): string {
  if (!operation) return 'none';
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
  const [selection, ...more] = operation.selectionSet.selections;
  if (more.length > 0 || selection?.kind !== Kind.FIELD) return 'several';
  const name = selection.name.value;
  return Object.hasOwn(fields, name) ? name : name.startsWith('__') ? 'introspection' : 'none';
}

/** Codes of ours alone: under another name a client may have its own texts stand where a code would. */
function outcomeOf({ data, errors }: Answer): string {
  const failure: unknown = errors?.[0]?.extensions?.['code'];
  if (failure !== undefined) return typeof failure === 'string' ? failure : 'other';
  const code = firstUserError(data);
  return typeof code === 'string' && Object.hasOwn(userErrorMessages, code) ? code : 'ok';
}

function firstUserError(data: unknown): unknown {
  const payload: unknown = typeof data === 'object' && data !== null ? Object.values(data)[0] : undefined;
  const errors = typeof payload === 'object' && payload !== null && 'errors' in payload ? payload.errors : undefined;
  const error: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
