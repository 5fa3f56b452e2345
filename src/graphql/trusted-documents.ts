import {
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  stripIgnoredCharacters,
  validate,
} from 'graphql';
import type { DocumentGuard } from './limits/document-guard.js';

const FORMAT = 'apollo-persisted-query-manifest';

interface ManifestOperation {
  readonly id: string;
  readonly name?: unknown;
  readonly type?: unknown;
  readonly body: string;
}

/** What is wrong with a list, all of it. */
export class FaultyTrustedDocuments extends Error {
  override readonly name = 'FaultyTrustedDocuments';

  constructor(faults: readonly string[]) {
    super(`The trusted documents are not right:\n- ${faults.join('\n- ')}`);
  }
}

/** The operations that an installation runs, and no others, where its operator gave a list of them. */
export class TrustedDocuments {
  private constructor(
    private readonly bodies: ReadonlyMap<string, string>,
    private readonly stripped: ReadonlySet<string>,
  ) {}

  /**
   * Reads a manifest in Apollo's persisted-query format and checks each operation against the schema and the limits.
   *
   * @throws FaultyTrustedDocuments that names every fault
   */
  static read(text: string, schema: GraphQLSchema, guard: DocumentGuard): TrustedDocuments {
    const { operations, faults } = operationsOf(text);
    const bodies = new Map<string, string>();
    for (const operation of operations) {
      if (bodies.has(operation.id)) faults.push(`operation ${operation.id}: the id is there twice`);
      bodies.set(operation.id, operation.body);
      faults.push(...faultsOf(operation, schema, guard).map((fault) => `operation ${operation.id}: ${fault}`));
    }
    if (faults.length > 0) throw new FaultyTrustedDocuments(faults);
    return new TrustedDocuments(bodies, new Set([...bodies.values()].map(stripIgnoredCharacters)));
  }

  /** The document that a request means, by its id or its text; null where the list has none such. */
  find(id: unknown, source: unknown): string | null {
    if (id !== undefined) {
      const body = typeof id === 'string' ? (this.bodies.get(id) ?? null) : null;
      return source === undefined || source === null || source === body ? body : null;
    }
    return typeof source === 'string' && this.stripped.has(strippedOrEmpty(source)) ? source : null;
  }
}

export function notTrusted(): GraphQLError {
  const message = 'This server only runs the operations on its list.';
  return new GraphQLError(message, { extensions: { code: 'DOCUMENT_NOT_TRUSTED' } });
}

function operationsOf(text: string): { operations: readonly ManifestOperation[]; faults: string[] } {
  const manifest = parseJson(text);
  if (typeof manifest !== 'object' || manifest === null) return { operations: [], faults: ['the file is not JSON'] };
  const { format, version, operations } = manifest as Readonly<Record<string, unknown>>;
  const faults: string[] = [];
  if (format !== FORMAT) faults.push(`"format" must be "${FORMAT}"`);
  if (version !== 1) faults.push('"version" must be 1');
  if (!Array.isArray(operations) || operations.length === 0) {
    return { operations: [], faults: [...faults, '"operations" must be a list of at least one'] };
  }
  const items: readonly unknown[] = operations;
  const whole = items.filter(isOperation);
  if (whole.length < items.length) faults.push('each operation needs an "id" and a "body", both texts');
  return { operations: whole, faults };
}

function isOperation(item: unknown): item is ManifestOperation {
  if (typeof item !== 'object' || item === null) return false;
  const { id, body } = item as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && id !== '' && typeof body === 'string';
}

function faultsOf({ name, type, body }: ManifestOperation, schema: GraphQLSchema, guard: DocumentGuard): string[] {
  try {
    const refusal = guard.refusal(body);
    if (refusal) return [refusal.message];
    const document = parse(body);
    const operation = getOperationAST(document);
    const known = document.definitions.every(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION,
    );
    if (!operation || !known) return ['the body must hold one operation and its fragments'];
    const faults = validate(schema, document).map(({ message }) => message);
    if (name !== undefined && name !== operation.name?.value) faults.push('"name" is not that of the operation');
    if (type !== undefined && type !== operation.operation) faults.push('"type" is not that of the operation');
    return faults;
  } catch (error) {
    return [error instanceof GraphQLError ? error.message : 'the body is not GraphQL'];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function strippedOrEmpty(source: string): string {
  try {
    return stripIgnoredCharacters(source);
  } catch {
    return '';
  }
}
