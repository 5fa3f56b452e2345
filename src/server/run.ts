import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createUserManagement } from '../app/create-user-management.js';
import type { UserManagement } from '../app/user-management.js';
import { readEnvironment } from '../config/environment.js';
import { readSettings, type SettingFault } from '../config/read-settings.js';
import type { Settings } from '../config/settings.js';
import { DocumentGuard } from '../graphql/limits/document-guard.js';
import { FaultyTrustedDocuments, TrustedDocuments } from '../graphql/trusted-documents.js';
import { type Duration, seconds } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import { createLogger } from './logger.js';
import { serverOptions, userManagementOptions } from './options-from-settings.js';
import { createServer, type Server } from './server.js';
import { startProblem } from './start-problem.js';

/** Fewer than the ten seconds that orchestrators commonly give between SIGTERM and SIGKILL. */
const LONGEST_DRAIN: Duration = seconds(8);
const SAME_SIGNAL: Duration = seconds(1);
/** Long enough for a load balancer to see that `/readyz` is red before connections are refused. */
const DRAIN_NOTICE: Duration = seconds(1);

/** The program: environment → settings → user management → server → signals. */
export async function run(cwd: string): Promise<void> {
  const read = readSettings(readEnvironment(cwd));
  if (!read.ok) return refuse(read.faults);
  const { settings } = read;
  const logger = await createLogger({ level: settings.logLevel, format: settings.logFormat });
  try {
    const users = await createUserManagement(userManagementOptions(settings, logger));
    const trustedDocuments = readTrustedDocuments(settings, users);
    if (!settings.rateLimits)
      logger.warn('RATE_LIMITS is off: anybody may try passwords and have mails sent as often as they like');
    // While the one waits for the database, the other computes.
    const [, server] = await Promise.all([
      startUsers(users, logger),
      createServer(users, { ...serverOptions(settings, logger), trustedDocuments }),
    ]);
    await server.app.listen({ host: settings.host, port: settings.port });
    welcome(settings, server, users, logger);
    stopOnSignal(settings, server, users, logger);
  } catch (error) {
    // One fault a line; the log would keep them on one.
    if (error instanceof FaultyTrustedDocuments) process.stderr.write(`${error.message}\n`);
    else logger.error(startProblem(error, settings));
    logger.debug('why the server did not start', { error });
    process.exit(1);
  }
}

async function startUsers(users: UserManagement, logger: Logger): Promise<void> {
  const applied = await users.migrate();
  if (applied.length > 0) logger.info('database migrated', { applied });
  await users.start();
}

/** @throws Error that says what is wrong with the file */
function readTrustedDocuments(
  { trustedDocuments: path, documentLimits }: Settings,
  { schema }: UserManagement,
): TrustedDocuments | null {
  if (path === null) return null;
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`TRUSTED_DOCUMENTS must be a file that can be read, and ${path} is none.`, { cause: error });
  }
  return TrustedDocuments.read(text, schema, new DocumentGuard(schema, documentLimits));
}

function refuse(faults: readonly SettingFault[]): void {
  process.stderr.write(
    `The server can't start with these settings:\n${faults.map(({ message }) => `- ${message}\n`).join('')}`,
  );
  process.stderr.write('All settings are described in docs/configuration.md.\n');
  process.exitCode = 1;
}

/** For a person who has just typed the command: where to go next. In production one log line is enough. */
function welcome(settings: Settings, { app }: Server, users: UserManagement, logger: Logger): void {
  const address = app.server.address();
  const port = typeof address === 'object' ? address?.port : settings.port;
  if (settings.logFormat === 'json') return logger.info('listening', { host: settings.host, port });
  const base = settings.port === 0 ? `http://localhost:${port}` : settings.publicUrl;
  const lines = [`Usergraph is ready at ${base}/graphql`];
  if (settings.sandbox) lines.push(`  Sandbox  ${base}/graphql  (open it in a browser)`);
  if (users.mailbox) lines.push(`  Mailbox  ${base}/dev/mailbox  (the mails that were sent)`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/**
 * SIGTERM and SIGINT: turn `/readyz` red, take no new connections, answer what is in flight, finish the mails in hand,
 * exit 0. A second signal, or a client that keeps its request open too long, ends it at once; but npm passes on what the
 * terminal has sent already, so a second one within moments is the same.
 */
function stopOnSignal(settings: Settings, server: Server, users: UserManagement, logger: Logger): void {
  let stoppingSince: number | undefined;
  const stop = async (signal: string) => {
    if (stoppingSince !== undefined && performance.now() - stoppingSince < SAME_SIGNAL) return;
    if (stoppingSince !== undefined) process.exit(1);
    stoppingSince = performance.now();
    server.drain();
    logger.info('stopping', { signal });
    if (settings.environment === 'production') await sleep(DRAIN_NOTICE);
    setTimeout(() => process.exit(1), LONGEST_DRAIN).unref();
    await server.app.close();
    await users.stop();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}
