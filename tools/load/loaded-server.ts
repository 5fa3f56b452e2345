import pg from 'pg';
import { createUserManagement } from '../../src/app/create-user-management.js';
import type { UserManagement } from '../../src/app/user-management.js';
import { readSettings } from '../../src/config/read-settings.js';
import { silentLogger } from '../../src/kernel/logger.js';
import { serverOptions, userManagementOptions } from '../../src/server/options-from-settings.js';
import { createServer, type Server } from '../../src/server/server.js';

const PASSWORD = 'only for load tests 7';
const EMAIL = 'load@tests.example';

/** The real server on a database of its own, and an administrator who is signed in to it. */
export class LoadedServer {
  private accessToken = '';

  private constructor(
    readonly databaseUrl: string,
    private readonly users: UserManagement,
    private readonly server: Server,
    private readonly url: string,
  ) {}

  static async start(postgresUrl: string, database: string): Promise<LoadedServer> {
    await query(postgresUrl, `create database ${database}`);
    const databaseUrl = Object.assign(new URL(postgresUrl), { pathname: `/${database}` }).href;
    const read = readSettings({
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'a-secret-for-load-tests-0123456789',
      EMAIL_VERIFICATION: 'optional',
      EVENT_RETENTION_DAYS: '0',
      ACCESS_TOKEN_EXPIRE_MINUTES: '600',
    });
    if (!read.ok) throw new Error('the settings do not fit');
    const users = await createUserManagement(userManagementOptions(read.settings, silentLogger));
    await users.migrate();
    const server = await createServer(users, serverOptions(read.settings, silentLogger));
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
    const loaded = new LoadedServer(databaseUrl, users, server, url);
    await loaded.signIn();
    return loaded;
  }

  private async signIn(): Promise<void> {
    const register = `mutation { register(input: { email: "${EMAIL}", password: "${PASSWORD}" }) { tokens { accessToken } } }`;
    const answer = await this.ask<{ register: { tokens: { accessToken: string } } }>(register, {});
    this.accessToken = answer.register.tokens.accessToken;
    await query(this.databaseUrl, `update users set is_admin = true where email_key = '${EMAIL}'`);
  }

  async ask<T>(document: string, variables: object): Promise<T> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.accessToken && { authorization: `Bearer ${this.accessToken}` }),
      },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
    if (errors !== undefined) throw new Error(`${document}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Milliseconds from the request to the whole answer. */
  async time(document: string, variables: object): Promise<number> {
    const startedAt = performance.now();
    await this.ask(document, variables);
    return performance.now() - startedAt;
  }

  async countDays(): Promise<void> {
    while (((await this.users.cleanUp())['daysCounted'] ?? 0) > 0);
  }

  async first<T>(sql: string): Promise<T | undefined> {
    return (await query<T>(this.databaseUrl, sql))[0];
  }

  async stop(): Promise<void> {
    await this.server.app.close();
    await this.users.stop();
  }
}

async function query<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}
