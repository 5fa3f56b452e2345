import type { Credentials } from '../access/viewer.js';
import { checkFirstAdministrator, ensureFirstAdministrator } from '../administration/first-administrator.js';
import { migrate, pendingMigrations } from '../database/migrate.js';
import { openDatabase } from '../database/open-database.js';
import { buildSchema } from '../graphql/build-schema.js';
import { AllowedOrigins } from '../http/allowed-origins.js';
import { bearerOf, clientOf, type HttpExchange } from '../http/http-request.js';
import { RefreshTokenCookie } from '../http/refresh-token-cookie.js';
import { SignInCookie } from '../http/sign-in-cookie.js';
import { BROWSER_LIFETIME } from '../identities/redirect-sign-in.service.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { limitSchema } from '../rate-limits/limit-schema.js';
import { entities } from './entities.js';
import { createRateLimiter, requestCounter, schemaLimits } from './limits.js';
import { createOperator } from './operator.js';
import type { UserManagementOptions } from './options.js';
import { RedirectRoutes } from './redirect-routes.js';
import { createResolvers } from './resolvers.js';
import { createServices, type Services } from './services.js';
import type { Measures, UserManagement } from './user-management.js';

export { UnusableFirstAdministrator } from '../administration/first-administrator.js';

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
  const browserOf = (exchange: HttpExchange) => new SignInCookie(exchange, secure, BROWSER_LIFETIME);
  const schema = await buildSchema(createResolvers(services, options));
  const overrides = options.rateLimitOverrides ?? {};
  const limiter = options.rateLimits ? createRateLimiter(services, overrides) : null;
  if (limiter) limitSchema(schema, schemaLimits(limiter, overrides));
  const count = requestCounter(limiter);
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
      async receive(sent, exchange) {
        await count('uploads', exchange);
        return services.avatars.uploads.receive(sent, clientOf(exchange));
      },
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
    measures: () => measuresOf(services),
    signingKeys: services.signingKeys,
    operator: createOperator(services),
    redirectRoutes: new RedirectRoutes(services.identityProviders, services.redirectSignIn, browserOf, count),
    deadLetters: services.mail.deadLetters,
    stop: () => stop(services),
  };
}

async function measuresOf({ events, hasher, mail, database }: Services): Promise<Measures> {
  const mails = { queued: await mail.outbox.count('queued'), dead: await mail.outbox.count('dead') };
  return { events: events.counts, hashing: hasher.load, mails, connections: await database.connections() };
}

async function stop({ accessLog, maintenance, avatars, mail, breached, database }: Services): Promise<void> {
  await accessLog.stop();
  await maintenance.stop();
  await avatars.pictures.settled();
  await mail.worker.stop();
  await mail.transport.close();
  for (const list of breached) await list.close();
  await database.close();
}

async function authenticate({ sessions }: Services, exchange: HttpExchange): Promise<Credentials> {
  const bearer = bearerOf(exchange);
  return bearer === null ? { kind: 'none' } : sessions.authenticate(bearer, clientOf(exchange));
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
