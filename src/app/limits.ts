import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { RequestContext } from '../graphql/context.js';
import type { Clock } from '../kernel/clock.js';
import type { SecretKey } from '../kernel/secrets.js';
import { clientNetwork } from '../rate-limits/client-network.js';
import { MemoryCounter, PostgresCounter } from '../rate-limits/counter.js';
import type { SchemaLimits, Subjects } from '../rate-limits/limit-schema.js';
import type { LimitOverrides } from '../rate-limits/limits.js';

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

/** What the limits of the schema count by, and where: with several instances only the database can know all calls. */
export function schemaLimits(
  { database, clock, secretKey }: Tools,
  overrides: LimitOverrides,
): SchemaLimits<RequestContext> {
  return {
    subjects,
    overrides,
    counter: (rate) =>
      database.dialect === 'sqlite' ? new MemoryCounter(clock, rate) : new PostgresCounter(database, clock, rate),
    digest: (text) => secretKey.mac('rate-limit', text),
  };
}
