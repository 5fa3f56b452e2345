import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { RequestContext } from '../graphql/context.js';
import { clientOf, type HttpExchange } from '../http/http-request.js';
import type { Clock } from '../kernel/clock.js';
import type { SecretKey } from '../kernel/secrets.js';
import { clientNetwork } from '../rate-limits/client-network.js';
import { MemoryCounter, PostgresCounter } from '../rate-limits/counter.js';
import type { SchemaLimits, Subjects } from '../rate-limits/limit-schema.js';
import type { LimitOverrides } from '../rate-limits/limits.js';
import { RateLimiter } from '../rate-limits/rate-limiter.js';

const subjects: Subjects<RequestContext> = {
  client: async ({ client }) => clientNetwork(client.ip),
  account: async (context) => {
    const credentials = await context.credentials();
    return credentials.kind === 'viewer' ? credentials.viewer.userId : null;
  },
  address: async (_context, { input }) => {
    const { email } = input as { email?: unknown };
    // One that can't be read is refused as such, and costs nothing.
    return typeof email === 'string' ? (parseEmailAddress(email)?.key ?? null) : null;
  },
};

interface Tools {
  readonly database: Database;
  readonly clock: Clock;
  readonly secretKey: SecretKey;
}

/** Where the limits count: with several instances only the database can know all calls. */
export function createRateLimiter({ database, clock, secretKey }: Tools, overrides: LimitOverrides): RateLimiter {
  return new RateLimiter({
    overrides,
    counter: (rate) =>
      database.dialect === 'sqlite' ? new MemoryCounter(clock, rate) : new PostgresCounter(database, clock, rate),
    digest: (text) => secretKey.mac('rate-limit', text),
  });
}

/** What the limits of the schema count by. */
export function schemaLimits(limiter: RateLimiter, overrides: LimitOverrides): SchemaLimits<RequestContext> {
  return { subjects, overrides, limiter };
}

/**
 * Counts a request of a route beside the schema, by its client.
 *
 * @throws Refusal RATE_LIMITED
 */
export type CountRequest = (limit: 'redirects' | 'uploads', exchange: HttpExchange) => Promise<void>;

/** @param limiter null where there are no limits */
export function requestCounter(limiter: RateLimiter | null): CountRequest {
  return async (limit, exchange) => void (await limiter?.count(limit, 'client', clientNetwork(clientOf(exchange).ip)));
}
