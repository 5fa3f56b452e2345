import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isDatabaseAway } from '../database/database.js';
import type { Logger } from '../kernel/logger.js';
import { Refusal } from '../kernel/refusal.js';

const RETRY_AFTER_SECONDS = 1;

/**
 * What the outside may learn of an error. Refusals carry their code; errors of the document pass without the values
 * that they would repeat (a password of the wrong type, say); all else is logged and masked.
 */
export function publicError(error: unknown, requestId: string, logger: Logger): GraphQLFormattedError {
  const place = placeOf(error);
  const cause = causeOf(error);
  if (cause instanceof Refusal) return { message: cause.message, ...place, extensions: { ...cause.extensions } };
  if (isDatabaseAway(cause)) {
    logger.error('database away', { requestId, error: cause });
    const { message, extensions } = Refusal.unavailable(RETRY_AFTER_SECONDS);
    return { message, ...place, extensions: { ...extensions } };
  }
  if (error instanceof GraphQLError && cause === error)
    return { message: withoutValues(error.message), ...place, extensions: codeOf(error) };
  logger.error('internal error', { requestId, error: cause });
  return { message: 'Something went wrong here.', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } };
}

function placeOf(error: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError)) return {};
  return { ...(error.locations && { locations: error.locations }), ...(error.path && { path: error.path }) };
}

/** Resolver errors come wrapped; graphql-js wraps its own complaints about values once more. */
function causeOf(error: unknown): unknown {
  const original = error instanceof GraphQLError ? error.originalError : undefined;
  if (original === undefined || original === null) return error;
  return original instanceof GraphQLError ? (original.originalError ? causeOf(original) : error) : original;
}

/** Apollo's words for a body, a method or an operation name that does not fit; clients know one for all of them. */
const BAD_REQUESTS = new Set<unknown>(['BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED']);

function codeOf({ extensions, path }: GraphQLError): { code: unknown } {
  const code = extensions['code'] ?? (path === undefined ? 'GRAPHQL_VALIDATION_FAILED' : 'INTERNAL_SERVER_ERROR');
  return { code: BAD_REQUESTS.has(code) ? 'BAD_USER_INPUT' : code };
}

/** graphql-js quotes what was sent in its messages; where the value stood is enough to find it. */
function withoutValues(message: string): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message)?.[1];
  if (variable === undefined) return complaint(message) ?? message.replace(QUOTED_TOKEN, ' $1');
  const where = [...message.matchAll(/ at "([\w.[\]]+)"; /g)].at(-1);
  const tail = message.slice(where ? where.index + where[0].length : message.indexOf('; ') + 2);
  return `Variable "$${variable}" got an invalid value${where ? ` at "${where[1]}"` : ''}; ${complaint(tail) ?? expectation(tail)}`;
}

/** In syntax errors, for example: Unexpected String "…". */
const QUOTED_TOKEN = / (Name|String|BlockString|Int|Float) "[\s\S]*"/g;

/** The beginnings of messages that go on to quote a value. */
const COMPLAINTS = [
  /^(\w+|Enum "\w+") cannot represent (an? )?([a-z0-9 -]+?)( value)?(?=:)/i,
  /^Expected value of type "[\w![\]]+"(?=, found)/,
  /^Unknown operation(?= named)/,
];

function complaint(text: string): string | undefined {
  const head = COMPLAINTS.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined);
  if (head !== undefined) return `${head}.`;
  const type = /^Value "[\s\S]*" does not exist in "(\w+)" enum\./.exec(text)?.[1];
  return type && `This value does not exist in "${type}" enum.`;
}

function expectation(text: string): string {
  const known =
    /^(Field "\w+" of required type "[\w![\]]+" was not provided\.|Field "\w+" is not defined by type "\w+"\.|Expected [\w -]*type "[\w![\]]+"( not to be null| to be an object)?\.)/;
  return known.exec(text)?.[0] ?? 'it is not of the expected type.';
}
