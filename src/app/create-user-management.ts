import type { GraphQLSchema } from 'graphql';
import type { JWK } from 'jose';
import type { Credentials } from '../access/viewer.js';
import { checkFirstAdministrator, ensureFirstAdministrator } from '../administration/first-administrator.js';
import type { SentPicture, UploadProblem } from '../avatars/avatar-uploads.service.js';
import type { ConnectionCounts } from '../database/database.js';
import { migrate, pendingMigrations } from '../database/migrate.js';
import { openDatabase } from '../database/open-database.js';
import { buildSchema } from '../graphql/build-schema.js';
import type { RequestContext } from '../graphql/context.js';
import { AllowedOrigins } from '../http/allowed-origins.js';
import { bearerOf, clientOf, type HttpExchange } from '../http/http-request.js';
import { RefreshTokenCookie } from '../http/refresh-token-cookie.js';
import { SignInCookie } from '../http/sign-in-cookie.js';
import { BEGUN_LIFETIME } from '../identities/redirect-sign-in.service.js';
import type { DeadLetters } from '../mail/dead-letters.js';
import type { DevelopmentMailbox } from '../mail/development-mailbox.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { limitClients, limitSchema } from '../rate-limits/limit-schema.js';
import type { SigningKeys } from '../sessions/signing-keys.service.js';
import { entities } from './entities.js';
import { schemaLimits } from './limits.js';
import { createOperator, type Operator } from './operator.js';
import type { UserManagementOptions } from './options.js';
import { RedirectRoutes } from './redirect-routes.js';
import { createResolvers } from './resolvers.js';
import { createServices, type Services } from './services.js';

export { UnusableFirstAdministrator } from '../administration/first-administrator.js';
export interface Measures {
  /** By name, since the start. */
  readonly events: ReadonlyMap<string, number>;
  readonly hashing: { readonly running: number; readonly waiting: number; readonly refused: number };
  readonly mails: { readonly queued: number; readonly dead: number };
  /** Null on SQLite. */
  readonly connections: ConnectionCounts | null;
}

/** User management as a part of a larger program: a schema, what its resolvers need, and a life of its own. */
export interface UserManagement {
  readonly schema: GraphQLSchema;
  readonly origins: AllowedOrigins;
  /** The mails of the development mailbox; null where mails are really sent. */
  readonly mailbox: DevelopmentMailbox | null;
  /** The context that one request's execution needs. */
  contextOf(exchange: HttpExchange): RequestContext;
  /** The public keys that access tokens verify with (RFC 7517). */
  jwks(): Promise<{ keys: readonly JWK[] }>;
  /** Whether the database answers and all migrations are in. */
  isReady(): Promise<boolean>;
  /** Takes pictures in and hands them out; for whoever serves `/avatars/…`. */
  readonly avatars: AvatarFiles;
  /** Brings the tables up to date; several instances may do so at once. Returns what was applied. */
  migrate(): Promise<string[]>;
  /** Makes what a first start needs (the signing key, the first administrator) and begins to send mail. After `migrate`. */
  start(): Promise<void>;
  /** Sends all mail that is due, and returns when that is done. While started, it happens in the background anyway. */
  deliverMail(): Promise<void>;
  /** Writes down which sessions were in use. While started, it happens every second anyway. */
  recordAccess(): Promise<void>;
  /** Clears away what has expired, and returns how much that was. While started, it happens every ten minutes anyway. */
  cleanUp(): Promise<Record<string, number>>;
  /** How busy this instance is; for metrics. */
  measures(): Promise<Measures>;
  readonly signingKeys: SigningKeys;
  /** What whoever runs the server may do with users, above all permissions. */
  readonly operator: Operator;
  /** What `GET /auth/ID` and `GET /auth/ID/callback` do; for whoever serves them. */
  readonly redirectRoutes: RedirectRoutes;
  /** The mails that were given up. */
  readonly deadLetters: DeadLetters;
  /** Ends the background work, waits for what is in hand, and closes the database. */
  stop(): Promise<void>;
}

/** What stands behind the URLs of pictures and of tickets. */
export interface AvatarFiles {
  /** Takes what was sent to the URL of a ticket. @returns null where the picture is stored */
  receive(sent: SentPicture, exchange: HttpExchange): Promise<UploadProblem | null>;
  /** The WebP file of that name, which is the last part of its URL; null where there is none. */
  file(name: string): Promise<Uint8Array | null>;
}

export async function createUserManagement(options: UserManagementOptions): Promise<UserManagement> {
  const { firstAdministrator, logger } = options;
  if (firstAdministrator)
    await checkFirstAdministrator(firstAdministrator, new PasswordPolicy(options.passwords.minLength));
  const databaseOptions = { target: options.database, entities, logger: options.logger };
  const database = await openDatabase(databaseOptions);
  const services = await createServices(options, database).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const origins = new AllowedOrigins(options.origins);
  const secure = options.publicUrl.startsWith('https:');
  const browserOf = (exchange: HttpExchange) => new SignInCookie(exchange, secure, BEGUN_LIFETIME);
  const schema = await buildSchema(createResolvers(services, options));
  const limits = schemaLimits(services, options.rateLimitOverrides ?? {});
  if (options.rateLimits) limitSchema(schema, limits);
  const limitRedirects = options.rateLimits ? limitClients('redirects', limits) : async () => {};
  let migrated = false;

  return {
    schema,
    origins,
    mailbox: services.mail.mailbox,
    contextOf: (exchange) => ({
      client: clientOf(exchange),
      refreshCookie: new RefreshTokenCookie(exchange, origins, secure),
      browserCookie: browserOf(exchange),
      credentials: once(() => authenticate(services, exchange)),
    }),
    jwks: () => services.signingKeys.jwks(),
    async isReady() {
      migrated ||= (await pendingMigrations(database, databaseOptions).catch(() => ['unknown'])).length === 0;
      return migrated && (await database.answers());
    },
    avatars: {
      receive: (sent, exchange) => services.avatars.uploads.receive(sent, clientOf(exchange)),
      file: (name) => services.avatars.pictures.file(name),
    },
    migrate: () => migrate(database, databaseOptions),
    async start() {
      await Promise.all([services.signingKeys.current(), services.hasher.warmUp()]);
      if (firstAdministrator) await ensureFirstAdministrator(firstAdministrator, services.administrators, logger);
      services.mail.worker.start();
      services.accessLog.start();
      services.maintenance.start();
    },
    async deliverMail() {
      await services.mail.worker.drain();
    },
    recordAccess: () => services.accessLog.write(),
    cleanUp: () => services.maintenance.runOnce(),
    async measures() {
      const { events, hasher, mail } = services;
      const mails = { queued: await mail.outbox.count('queued'), dead: await mail.outbox.count('dead') };
      return { events: events.counts, hashing: hasher.load, mails, connections: await database.connections() };
    },
    signingKeys: services.signingKeys,
    operator: createOperator(services),
    redirectRoutes: new RedirectRoutes(services.identityProviders, services.redirectSignIn, browserOf, limitRedirects),
    deadLetters: services.mail.deadLetters,
    async stop() {
      await services.accessLog.stop();
      await services.maintenance.stop();
      await services.avatars.pictures.settled();
      await services.mail.worker.stop();
      await services.mail.transport.close();
      for (const list of services.breached) await list.close();
      await database.close();
    },
  };
}

async function authenticate({ sessions }: Services, exchange: HttpExchange): Promise<Credentials> {
  const bearer = bearerOf(exchange);
  return bearer === null ? { kind: 'none' } : sessions.authenticate(bearer, clientOf(exchange));
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
