import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  TokenKind,
} from 'graphql';
import { digestOf } from '../../kernel/secrets.js';
import { DocumentCache } from './document-cache.js';
import { DocumentExcess, FragmentCycle, RepeatedMutation } from './document-excess.js';
import { defaultDocumentLimits, documentLimitTable, type DocumentLimits } from './document-limits.js';
import { DocumentWalk } from './document-walk.js';
import type { Variables } from './page-length.js';

/**
 * Refuses documents that would cost too much, before anything else looks at them: graphql-js's own validation takes
 * seconds for some of a hundred kilobytes. What it lets through may still be wrong; that is for validation to say.
 */
export class DocumentGuard {
  readonly limits: DocumentLimits;
  private readonly admitted = new DocumentCache();

  /** @param limits those that shall differ from docs/document-limits.md */
  constructor(
    private readonly schema: GraphQLSchema,
    limits: Partial<DocumentLimits> = {},
  ) {
    this.limits = { ...defaultDocumentLimits, ...limits };
  }

  /**
   * @param variables of the request: the length of a page may be one of them
   * @returns why the document is refused, with the code QUERY_TOO_COMPLEX, or GRAPHQL_VALIDATION_FAILED for fragments
   *   that spread themselves; null where it isn't
   */
  refusal(source: string, variables: unknown = {}): GraphQLError | null {
    try {
      const key = digestOf(source);
      const document = this.admitted.get(key) ?? this.parse(source);
      if (document === null) return null;
      this.check(document, typeof variables === 'object' && variables !== null ? (variables as Variables) : {});
      this.admitted.set(key, document);
      return null;
    } catch (error) {
      return refusalOf(error, this.limits);
    }
  }

  /** Null for what is no GraphQL: the parser will say why when it is asked in earnest. */
  private parse(source: string): DocumentNode | null {
    try {
      return parse(source, { maxTokens: this.limits.tokens });
    } catch (error) {
      if (error instanceof GraphQLError && /Document contains more tha[nt] /.test(error.message)) {
        throw new DocumentExcess('tokens');
      }
      return null;
    }
  }

  private check(document: DocumentNode, variables: Variables): void {
    if (document.definitions.length > this.limits.definitions) throw new DocumentExcess('definitions');
    if (directivesOf(document) > this.limits.directives) throw new DocumentExcess('directives');
    const fragments = new Map<string, FragmentDefinitionNode>();
    const operations: OperationDefinitionNode[] = [];
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
      if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    }
    const walk = new DocumentWalk(this.schema, fragments, this.limits);
    for (const operation of operations) walk.operation(operation, variables);
    walk.unusedFragments();
  }
}

function directivesOf({ loc }: DocumentNode): number {
  let directives = 0;
  for (let token = loc?.startToken ?? null; token !== null; token = token.next) {
    if (token.kind === TokenKind.AT) directives += 1;
  }
  return directives;
}

function refusalOf(error: unknown, limits: DocumentLimits): GraphQLError {
  if (error instanceof DocumentExcess) {
    const message = `This document is refused because it has ${documentLimitTable[error.limit].tooMany}: at most ${limits[error.limit]} are allowed.`;
    return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });
  }
  if (error instanceof RepeatedMutation) {
    const message = 'This document is refused because it has a mutation twice that may stand in it only once.';
    return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });
  }
  if (error instanceof FragmentCycle) {
    const message = 'A fragment spreads itself.';
    return new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  }
  throw error;
}
