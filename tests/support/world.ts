import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createUserManagement } from '../../src/app/create-user-management.js';
import type { UserManagement } from '../../src/app/user-management.js';
import type { AvatarStorage, UserManagementOptions } from '../../src/app/options.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { days, minutes, seconds } from '../../src/kernel/duration.js';
import type { PasswordHasher } from '../../src/passwords/password-hasher.js';
import type { LimitOverrides } from '../../src/rate-limits/limits.js';
import { createServer, type Server, type ServerOptions } from '../../src/server/server.js';
import { Inspector } from './inspector.js';
import { Person } from './person.js';
import { TestClock } from './test-clock.js';
import { freshDatabase, type TestDatabase } from './test-database.js';
import { TestLog } from './test-log.js';
import { type ReceivedMail, TestMailbox } from './test-mailbox.js';

/** What a test may want different from a default installation. */
export interface WorldOptions {
  readonly emailVerification?: 'required' | 'optional';
  readonly frontendUrl?: string;
  readonly publicUrl?: string;
  readonly passwordMinLength?: number;
  readonly passwordHistory?: number;
  readonly breached?: NonNullable<UserManagementOptions['passwords']['breached']>;
  readonly newSignInMail?: boolean;
  readonly rateLimits?: boolean;
  /** Other limits than the defaults. Each person comes from an address of their own, so few tests need that. */
  readonly limits?: LimitOverrides;
  readonly trustedProxies?: number;
  readonly hashingMemory?: number;
  readonly hasher?: PasswordHasher;
  readonly introspection?: boolean;
  /** Made by `users.start()`. */
  readonly firstAdministrator?: { readonly email: string; readonly password: string };
  readonly avatarStorage?: AvatarStorage;
  readonly identityProviders?: UserManagementOptions['identityProviders'];
  readonly providerLimits?: UserManagementOptions['providerLimits'];
  /** Where the clock stands at the beginning; providers that are not ours live by the machine's. */
  readonly now?: Date;
  /** What the server around it may want different. */
  readonly server?: Partial<ServerOptions>;
  readonly database?: () => Promise<TestDatabase>;
}

const PUBLIC_URL = 'http://localhost:4000';
export const SECRET_KEY = 'a-secret-for-tests-alone-0123456789';

const open: World[] = [];

/** A server of its own: fresh database, mailbox, clock. It goes when the test ends. */
export async function world(options: WorldOptions = {}): Promise<World> {
  const database = await (options.database ?? freshDatabase)();
  const pictures = mkdtempSync(join(process.env['TEST_RUN_FOLDER'] ?? '', 'avatars-'));
  const avatarStorage = options.avatarStorage ?? { kind: 'folder', path: pictures };
  const created = await World.on(database, { ...options, avatarStorage }, [
    () => database.drop(),
    async () => rmSync(pictures, { recursive: true, force: true }),
  ]);
  open.push(created);
  return created;
}

afterEach(async () => {
  for (const created of open.splice(0).reverse()) await created.ends();
});

export class World {
  private inspector: Promise<Inspector> | undefined;

  private constructor(
    readonly users: UserManagement,
    readonly server: Server,
    readonly url: string,
    readonly clock: TestClock,
    readonly mailbox: TestMailbox,
    readonly log: TestLog,
    readonly database: TestDatabase,
    readonly options: WorldOptions,
    private readonly atTheEnd: (() => Promise<void>)[],
    private readonly names: string[],
  ) {}

  static async on(
    database: TestDatabase,
    options: WorldOptions,
    atTheEnd: (() => Promise<void>)[],
    shared?: World,
  ): Promise<World> {
    const clock = shared?.clock ?? new TestClock(options.now);
    const mailbox = shared?.mailbox ?? new TestMailbox();
    const log = shared?.log ?? new TestLog();
    const users = await createUserManagement(userManagementOptions(database, options, { clock, mailbox, log }));
    await users.migrate();
    const server = await createServer(users, {
      sandbox: false,
      introspection: options.introspection ?? true,
      // Requests that say nothing of it come from 127.0.0.1.
      trustedProxies: options.trustedProxies ?? 1,
      warnOfUnnamedProxy: true,
      appName: 'Usergraph',
      https: false,
      logger: log,
      ...options.server,
    });
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
    return new World(users, server, url, clock, mailbox, log, database, options, atTheEnd, shared?.names ?? []);
  }

  /** A second instance on the same database, with the same clock and mailbox. */
  async anotherInstance(options: WorldOptions = {}): Promise<World> {
    const another = await World.on(this.database, { ...this.options, ...options }, [], this);
    open.push(another);
    return another;
  }

  get publicUrl(): string {
    return this.options.publicUrl ?? PUBLIC_URL;
  }

  /** Everybody is at a client address of their own, the first one met at 127.0.0.1. */
  person(name: string): Person {
    if (!this.names.includes(name)) this.names.push(name);
    const place = this.names.indexOf(name) + 1;
    return new Person(this, name, `127.0.${place >> 8}.${place & 0xff}`);
  }

  /** What stands in the tables. To open a connection takes longer than most that is asked of it, so there is one. */
  inspect(): Promise<Inspector> {
    this.inspector ??= Inspector.open(this).then((inspector) => {
      this.atTheEnd.unshift(() => inspector.close());
      return inspector;
    });
    return this.inspector;
  }

  /** Every mail to an address, oldest first, once all that is due has been sent. */
  async mailsTo(address: string): Promise<readonly ReceivedMail[]> {
    await this.users.deliverMail();
    return this.mailbox.to(address);
  }

  async newestMailTo(address: string): Promise<ReceivedMail> {
    const newest = (await this.mailsTo(address)).at(-1);
    if (!newest) throw new Error(`no mail to ${address}`);
    return newest;
  }

  async ends(): Promise<void> {
    // Of a test that failed, requests may be under way; their connections, kept alive, would hold up the end.
    this.server.drain();
    await this.server.app.close();
    await this.users.stop();
    for (const step of this.atTheEnd) await step();
  }
}

function userManagementOptions(
  database: TestDatabase,
  options: WorldOptions,
  { clock, mailbox, log }: { clock: TestClock; mailbox: TestMailbox; log: TestLog },
): UserManagementOptions {
  const target = parseDatabaseUrl(database.url);
  if (!target) throw new Error('not a database');
  const publicUrl = options.publicUrl ?? PUBLIC_URL;
  return {
    database: target,
    secretKey: SECRET_KEY,
    publicUrl,
    frontendUrl: options.frontendUrl ?? null,
    origins: { listed: ['https://app.example.com', publicUrl], localhost: false },
    tokens: {
      audience: publicUrl,
      accessLifetime: minutes(15),
      refreshLifetime: days(7),
      refreshReuseWindow: seconds(10),
      sessionLifetime: days(90),
    },
    emailVerification: options.emailVerification ?? 'required',
    passwords: {
      minLength: options.passwordMinLength ?? 8,
      remembered: options.passwordHistory ?? 3,
      breached: options.breached ?? {},
      ...(options.hasher && { hasher: options.hasher }),
      hashingCost: { memoryCost: options.hashingMemory ?? 64, timeCost: 2, parallelism: 1 },
    },
    identityProviders: options.identityProviders ?? [],
    signInCallbackUrl: options.frontendUrl ? `${options.frontendUrl}/auth/callback` : null,
    ...(options.providerLimits && { providerLimits: options.providerLimits }),
    mail: { from: { name: 'Users', address: 'no-reply@example.com' }, provider: mailbox },
    newSignInMail: options.newSignInMail ?? true,
    eventRetention: days(400),
    ...(options.avatarStorage && { avatarStorage: options.avatarStorage }),
    rateLimits: options.rateLimits ?? true,
    ...(options.firstAdministrator && { firstAdministrator: options.firstAdministrator }),
    rateLimitOverrides: options.limits ?? {},
    logger: log,
    clock,
  };
}
