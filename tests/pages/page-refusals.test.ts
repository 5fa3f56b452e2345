import fastify from 'fastify';
import { buildSchema, GraphQLError } from 'graphql';
import type { UserManagement } from '../../src/app/user-management.js';
import { AllowedOrigins } from '../../src/http/allowed-origins.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { servePages } from '../../src/server/pages/serve-pages.js';
import { TestLog } from '../support/test-log.js';
import { VisitedPage } from './visitor.js';

/** The pages before an API that answers everything with this error, but for what no limit touches. */
async function submitTo(path: string, fields: Readonly<Record<string, string>>, error: Error) {
  const schema = buildSchema(`
    type Query { authOptions: AuthOptions! }
    type AuthOptions { passwordMinLength: Int! passwordMaxLength: Int! }
    type Mutation { verifyEmail(input: Link!): Verified! resetPassword(input: Reset!): Verified! requestPasswordReset(input: Mail!): Asked! }
    input Link { token: String! }
    input Mail { email: String! }
    input Reset { token: String! newPassword: String! }
    type Verified { email: String passwordResetToken: String success: Boolean! errors: [UserError!]! }
    type UserError { code: String! path: [String!] }
    type Asked { accepted: Boolean! retryAfter: Int }
  `);
  const refuse = () => {
    throw error;
  };
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) field.resolve = refuse;
  const rules = schema.getQueryType()?.getFields()['authOptions'];
  if (rules) rules.resolve = () => ({ passwordMinLength: 8, passwordMaxLength: 128 });
  const log = new TestLog();
  const origins = new AllowedOrigins({ listed: [], localhost: false });
  const app = fastify();
  await servePages(app, { schema, origins, contextOf: () => ({}) } as unknown as UserManagement, {
    appName: 'Acme & <Sons>',
    logger: log,
  });
  const answer = await app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  await app.close();
  const headers = new Headers(
    Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]),
  );
  return { page: new VisitedPage(answer.statusCode, headers, answer.body), log };
}

describe('what the API refuses', () => {
  it('is a wait with the same form to send again, where there were too many tries', async () => {
    const { page } = await submitTo('/verify-email', { token: 'abc' }, Refusal.rateLimited(40));

    expect(page).toMatchObject({ status: 429, heading: 'Confirm your e-mail address' });
    expect(page.headers.get('retry-after')).toBe('40');
    expect(page.text).toContain('There were too many tries. Wait 40 seconds and try again.');
    expect(page.source).toMatch(/role="alert"\s+tabindex="-1"\s+autofocus/);
    expect(page.field('token')).toBe('abc');
  });

  it('is a wait where the server is busy, and the password is typed anew', async () => {
    const form = { token: 'abc', newPassword: 'seven quiet lamps', lang: 'de' };
    const { page } = await submitTo('/reset-password', form, Refusal.unavailable(120));

    expect(page).toMatchObject({ status: 503, heading: 'Neues Passwort wählen' });
    expect(page.headers.get('retry-after')).toBe('120');
    expect(page.text).toContain('Warten Sie 2 Minuten');
    expect(page.field('token')).toBe('abc');
    expect(page.source).not.toContain('seven quiet lamps');
  });

  it('keeps the address of a request for a mail', async () => {
    const { page } = await submitTo('/reset-password', { email: 'alice@example.com' }, Refusal.rateLimited(5));

    expect(page).toMatchObject({ status: 429, heading: 'Forgot your password?' });
    expect(page.field('email')).toBe('alice@example.com');
  });

  it.each([new Error('the secret cause'), new GraphQLError('the secret cause')])(
    'is a number to report, for a fault of ours',
    async (error) => {
      const { page, log } = await submitTo('/verify-email', { token: 'abc' }, error);

      expect(page).toMatchObject({ status: 500, heading: 'That did not work' });
      expect(page.text).toContain('report this number: req-');
      expect(page.source).not.toContain('secret cause');
      expect(log.errors().length).toBeLessThanOrEqual(1);
    },
  );

  it("shows the product's name, whatever is in it", async () => {
    const { page } = await submitTo('/verify-email', { token: 'abc' }, Refusal.rateLimited(1));

    expect(page.source).toContain('<p class="brand">Acme &#38; &#60;Sons&#62;</p>');
  });
});
