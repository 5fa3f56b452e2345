import type { Database } from '../../src/database/database.js';
import { emptySqlite } from '../support/empty-database.js';
import { Program } from '../support/program.js';
import { asks, gets } from '../support/raw-request.js';
import { withDatabase } from '../support/tables.js';

const REGISTER = `mutation {
  register(input: { email: "ada@example.com", password: "correct horse staple 7" }) { verificationEmailSent }
}`;

describe('a server whose SQLite file another program is writing to', () => {
  it('waits for it', async () => {
    await withLockedServer(async (url, database) => {
      const answer = asks(url, REGISTER);
      await isStuck(url);
      await database.orm.em.getConnection().execute('commit');

      expect((await answer).json).toEqual({ data: { register: { verificationEmailSent: true } } });
    });
  });

  it('does not wait for ever, and then says that it is busy', async () => {
    await withLockedServer(async (url, database) => {
      const startedAt = performance.now();
      const answer = await asks(url, REGISTER);

      expect(answer.json.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 } }]);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      await database.orm.em.getConnection().execute('commit');
    });
  });
});

/** A running server, and the one connection that may write to its file. */
async function withLockedServer(work: (url: string, database: Database) => Promise<void>): Promise<void> {
  const file = emptySqlite();
  try {
    const url = await Program.start({ DATABASE_URL: file.url }).isReady();
    await withDatabase(file.url, async (database) => {
      await database.orm.em.getConnection().execute('begin immediate');
      await work(url, database);
    });
  } finally {
    await file.drop();
  }
}

/** SQLite waits in the server's own thread, so meanwhile it answers nobody. */
async function isStuck(url: string): Promise<void> {
  for (const deadline = performance.now() + 5_000; performance.now() < deadline;) {
    const answered = await Promise.race([
      gets(`${url}/healthz`).then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 300, false)),
    ]);
    if (!answered) return;
  }
  throw new Error('it does not wait');
}
