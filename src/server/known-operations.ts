import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { RequestContext } from '../graphql/context.js';
import { tokensOf } from '../graphql/limits/document-cache.js';
import { RecentMap } from '../kernel/recent-map.js';

/** A document that this server has already parsed, validated and found within all limits. */
interface KnownOperation {
  readonly document: DocumentNode;
  /** The only one of the document. */
  readonly operation: OperationDefinitionNode;
  /** The answer's content type, by the `Accept` of the request. */
  readonly contentTypes: Map<string | null, string>;
}

type FoundOperation = Pick<KnownOperation, 'document' | 'operation'> & { readonly contentType: string };

/** What of a POST decides how it is answered. */
interface PostedOperation {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** Null where there is none, which is another thing than an empty one. */
  readonly accept: string | null;
}

const REMEMBERED = 200;
const LONGEST_DOCUMENT = 4_000;
/** A token is what costs memory: two hundred documents of so many take twenty megabytes, of whatever else they consist. */
const MOST_TOKENS = 400;
const ACCEPTS_REMEMBERED = 8;
/** Browsers send less. A header may have 16 kB, and would be kept for every document. */
const LONGEST_ACCEPT = 200;

/**
 * The short way of an operation that is asked again and again. Apollo's way of a request (plugins, media types, headers,
 * its own caches) costs more than executing a small query. So a document that has come through it once,
 * with all of its rules and limits, is executed at once the next time, by the same schema and its guards.
 *
 * Only for what is the same each time: one operation in the document, nothing but `query` and `variables` in the body,
 * and no number among the variables, since the cost of a page depends on it. All else, and every failure before the
 * execution begins, takes the ordinary way.
 */
export class KnownOperations {
  private readonly known = new RecentMap<string, KnownOperation>(REMEMBERED);

  constructor(private readonly schema: GraphQLSchema) {}

  find({ query, operationName, accept }: PostedOperation): FoundOperation | null {
    const known = this.known.get(query);
    const contentType = known?.contentTypes.get(accept);
    if (!known || contentType === undefined) return null;
    const { document, operation } = known;
    return operationName === null || operationName === operation.name?.value
      ? { document, operation, contentType }
      : null;
  }

  /** After the ordinary way has executed the document and answered. */
  learn({ query, accept }: PostedOperation, document: DocumentNode, contentType: string | undefined): void {
    const operation = onlyOperationOf(document);
    if (!operation || contentType === undefined || isCostly(operation)) return;
    if (query.length > LONGEST_DOCUMENT || tokensOf(document) > MOST_TOKENS) return;
    if (accept !== null && accept.length > LONGEST_ACCEPT) return;
    const known = this.known.get(query) ?? { document, operation, contentTypes: new Map<string | null, string>() };
    remember(known.contentTypes, accept, contentType);
    this.known.set(query, known);
  }

  /** @returns null where the variables don't fit: then nothing was executed */
  async execute(
    document: DocumentNode,
    { variables }: PostedOperation,
    contextValue: RequestContext,
  ): Promise<ExecutionResult | null> {
    const result = await execute({ schema: this.schema, document, contextValue, variableValues: variables });
    return 'data' in result ? result : null;
  }
}

/** In place of the oldest: else whoever sends eight odd headers first would bar everybody from the short way. */
function remember(types: Map<string | null, string>, accept: string | null, contentType: string): void {
  const [oldest] = types.keys();
  if (oldest !== undefined && !types.has(accept) && types.size >= ACCEPTS_REMEMBERED) types.delete(oldest);
  types.set(accept, contentType);
}

/** Reads a body that has nothing but a query, its variables and the operation's name; null for any other. */
export function postedOperation(body: unknown, accept: string | undefined): PostedOperation | null {
  if (typeof body !== 'object' || body === null) return null;
  const { query, variables, operationName, ...others } = body as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string' || !isPlain(variables) || !isName(operationName)) return null;
  for (const _other in others) return null;
  return { query, operationName: operationName ?? null, variables: variables ?? undefined, accept: accept ?? null };
}

function isPlain(variables: unknown): variables is Readonly<Record<string, unknown>> | null | undefined {
  return variables === undefined || (typeof variables === 'object' && !Array.isArray(variables));
}

function isName(name: unknown): name is string | null | undefined {
  return name === undefined || name === null || typeof name === 'string';
}

function onlyOperationOf({ definitions }: DocumentNode): OperationDefinitionNode | null {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations.length === 1 ? (operations[0] ?? null) : null;
}

const COSTLY = new Set(['Int', 'Float']);

function isCostly({ variableDefinitions = [] }: OperationDefinitionNode): boolean {
  return variableDefinitions.some(({ type }) => COSTLY.has(innermost(type)));
}

function innermost(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : innermost(type.type);
}
