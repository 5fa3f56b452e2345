import { emptyPostgres, emptySqlite } from '../support/empty-database.js';
import { Program } from '../support/program.js';
import { asks, gets } from '../support/raw-request.js';
import { countRows } from '../support/tables.js';

const INSTANCES = 4;
const ENVIRONMENT = { EMAIL_VERIFICATION: 'optional' };
const kinds = { SQLite: async () => emptySqlite(), PostgreSQL: emptyPostgres };

describe.each(Object.entries(kinds))('instances, started at once on one empty %s database', (_name, emptyDatabase) => {
  it('all come up, with one set of tables and one signing key', async () => {
    const database = await emptyDatabase();
    try {
      const programs = await Program.startTogether(INSTANCES, {
        ...ENVIRONMENT,
        DATABASE_URL: database.url,
        SECRET_KEY: 'shared by all of them, 0123456789',
      });
      const urls = await Promise.all(programs.map((program) => program.isReady()));

      const [keys, ...others] = await Promise.all(
        urls.map(async (url) => (await gets(`${url}/.well-known/jwks.json`)).json),
      );
      for (const other of others) expect(other).toEqual(keys);
      expect(keys).toEqual({ keys: [expect.objectContaining({ crv: 'Ed25519' })] });
      for (const url of urls) expect((await gets(`${url}/readyz`)).status).toBe(200);
      expect(programs.filter(({ stdout }) => stdout.includes('database migrated'))).toHaveLength(1);

      await expectOneInstallation(urls);
      expect(await countRows(database.url, 'signing_keys')).toBe(1);
      expect(await countRows(database.url, 'users')).toBe(1);
      for (const program of programs) expect(await program.stops()).toBe(0);
    } finally {
      await database.drop();
    }
  });
});

it('instances, started at once in one empty folder, make one secret and share it', async () => {
  const programs = await Program.startTogether(INSTANCES, ENVIRONMENT);

  await expectOneInstallation(await Promise.all(programs.map((program) => program.isReady())));
});

/** What the first one signs, the others take for good. */
async function expectOneInstallation([first = '', ...others]: readonly string[]): Promise<void> {
  const register = `mutation { register(input: { email: "ada@example.com", password: "correct horse staple 7" }) { tokens { accessToken } } }`;
  const { data } = (await asks(first, register)).json as { data: { register: { tokens: { accessToken: string } } } };
  const { accessToken } = data.register.tokens;
  for (const url of others) {
    const { json } = await asks(url, '{ me { email } }', {}, { authorization: `Bearer ${accessToken}` });
    // The issuer is the same for all of them: the URL with the port that they were all told, 0.
    expect(json).toEqual({ data: { me: { email: 'ada@example.com' } } });
  }
}
