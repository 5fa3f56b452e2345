import { graphql } from 'graphql';
import type { UserManagement } from '../../app/user-management.js';
import { publicError } from '../../graphql/public-error.js';
import type { HttpExchange } from '../../http/http-request.js';
import type { Logger } from '../../kernel/logger.js';

/** Asks the public schema for one request. `Data` is what the document selects. */
export type Ask = <Data>(document: string, variables?: Readonly<Record<string, string>>) => Promise<Data>;

/** What the API refused before it looked at what was sent: too many tries, busy, or a fault of ours. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  /** @param retryAfter whole seconds; null where waiting doesn't help */
  constructor(
    readonly code: string,
    readonly retryAfter: number | null,
  ) {
    super(code);
  }
}

/** The pages have no way in of their own: rules and limits are those of every client. */
export function askPublicApi(users: UserManagement, exchange: HttpExchange, requestId: string, logger: Logger): Ask {
  const contextValue = users.contextOf(exchange);
  return async <Data>(source: string, variableValues: Readonly<Record<string, string>> = {}) => {
    const { data, errors } = await graphql({ schema: users.schema, source, variableValues, contextValue });
    const [error] = errors ?? [];
    if (!error) return data as Data;
    const { code, retryAfter } = publicError(error, requestId, logger).extensions ?? {};
    throw new ApiRefusal(String(code), typeof retryAfter === 'number' ? retryAfter : null);
  };
}
