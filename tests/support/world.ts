import { createUserManagement, type UserManagement } from '../../src/app/create-user-management.js';
import type { UserManagementOptions } from '../../src/app/options.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { days, minutes, seconds } from '../../src/kernel/duration.js';
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
  readonly newSignInMail?: boolean;
  readonly rateLimits?: boolean;
  readonly hashingMemory?: number;
  readonly introspection?: boolean;
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
  const created = await World.on(database, options, [() => database.drop()]);
  open.push(created);
  return created;
}

afterEach(async () => {
  for (const created of open.splice(0).reverse()) await created.ends();
});

export class World {
  private constructor(
    readonly users: UserManagement,
    readonly server: Server,
    readonly url: string,
    readonly clock: TestClock,
    readonly mailbox: TestMailbox,
    readonly log: TestLog,
    readonly database: TestDatabase,
    private readonly options: WorldOptions,
    private readonly atTheEnd: (() => Promise<void>)[],
  ) {}

  static async on(
    database: TestDatabase,
    options: WorldOptions,
    atTheEnd: (() => Promise<void>)[],
    shared?: World,
  ): Promise<World> {
    const clock = shared?.clock ?? new TestClock();
    const mailbox = shared?.mailbox ?? new TestMailbox();
    const log = shared?.log ?? new TestLog();
    const users = await createUserManagement(userManagementOptions(database, options, { clock, mailbox, log }));
    await users.migrate();
    const server = await createServer(users, {
      sandbox: false,
      introspection: options.introspection ?? true,
      trustedProxies: 0,
      appName: 'Usergraph',
      https: false,
      logger: log,
      ...options.server,
    });
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
    return new World(users, server, url, clock, mailbox, log, database, options, atTheEnd);
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

  person(name: string): Person {
    return new Person(this, name);
  }

  /** What stands in the tables. */
  async inspect(): Promise<Inspector> {
    const inspector = await Inspector.open(this);
    this.atTheEnd.unshift(() => inspector.close());
    return inspector;
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
      hashingCost: { memoryCost: options.hashingMemory ?? 64, timeCost: 2, parallelism: 1 },
    },
    mail: { from: { name: 'Users', address: 'no-reply@example.com' }, provider: mailbox },
    newSignInMail: options.newSignInMail ?? true,
    eventRetention: days(400),
    rateLimits: options.rateLimits ?? true,
    logger: log,
    clock,
  };
}
