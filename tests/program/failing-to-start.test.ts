import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, Program } from '../support/program.js';

const STACK = /^\s*at .+[:(]|node_modules|node:internal|"stack"/m;
const SECRET_KEY = 'a secret key for these tests alone, 0123456789';

describe('the program does not start', () => {
  it('with wrong settings, and names them all at once with what is expected, but not what was given', async () => {
    const program = Program.start({
      PORT: 'eighty',
      DATABASE_URL: 'mysql://root:hunter22@localhost/users',
      SECRET_KEY: 'too short',
      PUBLIC_URL: 'users.example.com',
      ACCESS_TOKEN_EXPIRE_MINUTES: '0',
      LOG_LEVEL: 'loud',
    });

    expect(await program.ends()).toBe(1);
    expect(program.stdout).toBe('');
    const named = [...program.stderr.matchAll(/^- (\w+) must be .+\.$/gm)].map(([, variable]) => variable ?? '').sort();
    expect(named).toEqual([
      'ACCESS_TOKEN_EXPIRE_MINUTES',
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'SECRET_KEY',
    ]);
    expect(program.stderr).not.toMatch(/hunter22|mysql|eighty|too short|loud/);
    expect(program.stderr).not.toMatch(STACK);
  });

  it('on a database of a kind that it does not know', async () => {
    const program = Program.start({ DATABASE_URL: 'mysql://localhost/users' });

    expect(await program.ends()).toBe(1);
    expect(program.stderr).toContain('- DATABASE_URL must be sqlite:PATH, sqlite::memory: or postgresql://');
  });

  it('in production without a secret, its own URL and a way for mail', async () => {
    const program = Program.start({ NODE_ENV: 'production' });

    expect(await program.ends()).toBe(1);
    for (const variable of ['SECRET_KEY', 'PUBLIC_URL', 'SMTP_URL']) {
      expect(program.stderr).toMatch(new RegExp(`^- ${variable}\\b.* required in production`, 'm'));
    }
    expect(program.stderr).not.toMatch(STACK);
  });

  it('in production with a URL that is not https', async () => {
    const program = Program.start({
      NODE_ENV: 'production',
      SECRET_KEY,
      PUBLIC_URL: 'http://users.example.com',
      SMTP_URL: 'smtp://127.0.0.1:2525',
    });

    expect(await program.ends()).toBe(1);
    expect(program.stderr).toMatch(/^- PUBLIC_URL must be .*https/m);
  });

  it('with a first administrator whose password nobody could take, and does not print it', async () => {
    const program = Program.start({ SECRET_KEY, ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: 'hunter2' });

    await expectProblem(program, "ADMIN_PASSWORD can't be taken: Use a password of at least 8 characters.");
    expect(program.output).not.toContain('hunter2');
  });

  it('on a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    try {
      const program = Program.start({ PORT: port });
      await expectProblem(program, `Port ${port} is in use. Stop what listens there, or set PORT to another.`);
    } finally {
      other.close();
    }
  });

  it('where its data folder can not be made', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'data'), 'a file, where the folder should be');

    const withoutSecret = Program.start({}, folder);
    await expectProblem(
      withoutSecret,
      "data/development-secret-key can't be read: make it readable for the server, or set SECRET_KEY.",
    );
    const withSecret = Program.start({ SECRET_KEY }, folder);
    await expectProblem(withSecret, "The database file ./data/users.db can't be written.");
  });

  it('where its database file is none', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'users.db'));
    await expectProblem(
      Program.start({ DATABASE_URL: 'sqlite:./users.db' }, folder),
      "The database file ./users.db can't be written.",
    );

    writeFileSync(join(folder, 'notes.db'), 'dear diary, '.repeat(1_000));
    await expectProblem(Program.start({ DATABASE_URL: 'sqlite:./notes.db' }, folder), 'file is not a database');
  });

  it('where PostgreSQL is not there, and does not print its password', async () => {
    const program = Program.start({ DATABASE_URL: 'postgresql://users:hunter22@127.0.0.1:1/users', SECRET_KEY });

    await expectProblem(
      program,
      "The database can't be reached (connect ECONNREFUSED 127.0.0.1:1). Check DATABASE_URL and that it runs.",
    );
    expect(program.output).not.toContain('hunter22');
  });

  it('where PostgreSQL offers no TLS and the settings ask for it', async () => {
    const url = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
    url.searchParams.set('sslmode', 'require');

    await expectProblem(
      Program.start({ DATABASE_URL: url.href, SECRET_KEY }),
      "The database can't be reached (The server does not support SSL connections).",
    );
  });

  it('where PostgreSQL does not let it in, and says why', async () => {
    const url = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
    url.username = 'nobody';

    await expectProblem(Program.start({ DATABASE_URL: url.href, SECRET_KEY }), 'role "nobody" does not exist');
  });

  it('with another secret than the one that its database was set up with', async () => {
    const folder = emptyFolder();
    const first = Program.start({ SECRET_KEY }, folder);
    await first.isReady();
    await first.stops();

    const second = Program.start({ SECRET_KEY: `${SECRET_KEY}, and another` }, folder);

    await expectProblem(
      second,
      'The signing key does not open with this SECRET_KEY; start with the one that this database was set up with.',
    );
  });
});

async function expectProblem(program: Program, message: string): Promise<void> {
  expect(await program.ends()).toBe(1);
  expect(program.output).toContain(message);
  expect(program.output).not.toMatch(STACK);
  expect(program.output).not.toContain('is ready at');
}
