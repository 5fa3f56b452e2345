import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { createUserManagement } from '../../src/app/create-user-management.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { days, minutes, seconds } from '../../src/kernel/duration.js';
import { createServer } from '../../src/server/server.js';
import { CLIENT, startIdentityProvider } from './identity-provider.mjs';
import { freePort } from './program.js';
import { freshSqlite } from './test-database.js';
import { TestLog } from './test-log.js';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** Without its own errands: none of them should reach out of this machine. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched: Promise<Browser> | undefined;
const toClose: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

afterAll(async () => {
  await (await launched)?.close();
});

/** A server as a developer runs it, with the development mailbox, and browsers that visit it. */
export async function site({ google = false } = {}): Promise<Site> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `The browser tests need Chromium at ${CHROMIUM}: install it (Debian: apt-get install chromium), or set CHROMIUM to its path.`,
    );
  }
  const database = await freshSqlite();
  const target = parseDatabaseUrl(database.url);
  if (!target) throw new Error('not a database');
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const provider = google ? await startIdentityProvider({ redirectUris: [`${publicUrl}/auth/google/callback`] }) : null;
  if (provider) toClose.push(() => provider.stop());
  const scopes = ['openid', 'email', 'profile'];
  const logger = new TestLog();
  const users = await createUserManagement({
    database: target,
    secretKey: 'a-secret-for-tests-alone-0123456789',
    publicUrl,
    frontendUrl: null,
    origins: { listed: [publicUrl], localhost: false },
    tokens: {
      audience: publicUrl,
      accessLifetime: minutes(15),
      refreshLifetime: days(7),
      refreshReuseWindow: seconds(10),
      sessionLifetime: days(90),
    },
    emailVerification: 'required',
    passwords: { minLength: 8, remembered: 3, hashingCost: { memoryCost: 64, timeCost: 2, parallelism: 1 } },
    mail: { from: { name: 'Users', address: 'no-reply@example.com' }, provider: { kind: 'development' } },
    newSignInMail: true,
    identityProviders: provider ? [{ id: 'google', name: 'Google', issuer: provider.issuer, scopes, ...CLIENT }] : [],
    eventRetention: days(400),
    rateLimits: true,
    logger,
  });
  await users.migrate();
  await users.start();
  const server = await createServer(users, {
    sandbox: false,
    introspection: true,
    appName: 'Usergraph',
    trustedProxies: 0,
    https: false,
    logger,
  });
  await server.app.listen({ host: '127.0.0.1', port });
  toClose.push(async () => {
    await server.app.close();
    await users.stop();
    await database.drop();
  });
  return new Site(publicUrl, () => users.deliverMail(), provider ? [provider.issuer] : []);
}

export class Site {
  /** What browsers complained of, and what they asked of other servers; a test looks that it stays empty. */
  readonly complaints: string[] = [];

  constructor(
    readonly url: string,
    readonly deliverMail: () => Promise<void>,
    /** Other servers that belong to it. */
    private readonly neighbours: readonly string[] = [],
  ) {}

  /** A fresh browser profile. */
  async browser(options: BrowserContextOptions = {}): Promise<Page> {
    launched ??= chromium.launch({ executablePath: CHROMIUM, headless: true, chromiumSandbox: false, args: FLAGS });
    const context = await (await launched).newContext({ baseURL: this.url, locale: 'en-GB', ...options });
    context.setDefaultTimeout(8_000);
    toClose.push(() => context.close());
    context.on('console', (message) => {
      // A refused form is a page with status 422, which Chromium notes as an error.
      if (message.type() === 'error' && !message.text().includes('422')) this.complaints.push(message.text());
    });
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
    context.on('request', (request) => {
      const ours = [this.url, ...this.neighbours].some((url) => request.url().startsWith(url));
      if (!ours) this.complaints.push(`request to ${request.url()}`);
    });
    return context.newPage();
  }

  /** Registers over the API, as a page of an application would. */
  async register(email: string, password: string): Promise<void> {
    await this.asks(
      'mutation ($email: String!, $password: String!) { register(input: { email: $email, password: $password }) { errors { code } } }',
      {
        email,
        password,
      },
    );
    await this.deliverMail();
  }

  /** Whether the password signs in. */
  async signsIn(identifier: string, password: string): Promise<boolean> {
    const document =
      'mutation ($identifier: String!, $password: String!) { login(input: { identifier: $identifier, password: $password }) { tokens { tokenType } } }';
    const data = await this.asks(document, { identifier, password });
    return (data['login'] as { tokens: unknown }).tokens !== null;
  }

  private async asks(query: string, variables: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data: Record<string, unknown>; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }
}

/** Opens the newest mail with this subject in the mailbox, and then the link in it, as a person would: by clicking. */
export async function followsMail(mailbox: Page, subject: string | RegExp, link: string | RegExp): Promise<Page> {
  await mailbox.goto('/dev/mailbox');
  await mailbox.getByRole('link', { name: subject }).first().click();
  const opened = mailbox.context().waitForEvent('page');
  await mailbox.frameLocator('iframe').getByRole('link', { name: link }).click();
  const page = await opened;
  await page.waitForLoadState();
  return page;
}

/** The server must know its own URL before it listens. */
