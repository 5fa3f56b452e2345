import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run-command.js';
import { emptyFolder } from '../support/program.js';
import { freshSqlite } from '../support/test-database.js';

const PASSWORD = 'the first of them all 1';

async function shell() {
  const { url } = await freshSqlite();
  const environment = { DATABASE_URL: url, SECRET_KEY: 'a-secret-for-tests-alone-0123456789' };
  const run = async (args: readonly string[], typed: { answers?: string[]; input?: string } = {}) => {
    const said = { out: '', err: '', asked: [] as string[] };
    async function* input() {
      yield Buffer.from(typed.input ?? '');
    }
    const code = await runCommand(['users', ...args], {
      environment,
      out: (line) => (said.out += `${line}\n`),
      err: (line) => (said.err += `${line}\n`),
      terminal: {
        isInteractive: false,
        askSecret: async (question) => {
          said.asked.push(question);
          return typed.answers?.shift() ?? null;
        },
        input: input(),
        write: async (text) => void (said.out += text),
        status() {},
      },
    });
    return { code, ...said };
  };
  return { run, environment };
}

describe('users create-admin', () => {
  it('asks for the password twice, and shows it nowhere', async () => {
    const { run } = await shell();

    const made = await run(['create-admin', '--email', 'ada@example.com', '--name', 'Ada'], {
      answers: [PASSWORD, PASSWORD],
    });

    expect(made).toMatchObject({ code: 0, out: '', err: 'ada@example.com is an administrator now.\n' });
    expect(made.asked).toHaveLength(2);
    expect(JSON.parse((await run(['show', 'ada@example.com', '--json'])).out)).toMatchObject({
      name: 'Ada',
      isAdmin: true,
      hasPassword: true,
      status: 'ACTIVE',
      roles: [],
      sessions: 0,
    });
  });

  it('does nothing where the two are different', async () => {
    const { run } = await shell();

    expect(await run(['create-admin', '--email', 'ada@example.com'], { answers: [PASSWORD, 'another'] })).toMatchObject(
      {
        code: 1,
      },
    );
    expect((await run(['list'])).out).toBe('');
  });

  it('reads the password from a pipe', async () => {
    const { run } = await shell();

    const made = await run(['create-admin', '--email', 'ada@example.com', '--password-stdin', '--json'], {
      input: `${PASSWORD}\n`,
    });

    expect(JSON.parse(made.out)).toMatchObject({ outcome: 'made', user: { hasPassword: true }, resetLink: null });
    expect(made.out + made.err).not.toContain(PASSWORD);
  });

  it('prints a link where nobody types one', async () => {
    const { run } = await shell();

    const made = await run(['create-admin', '--email', 'ada@example.com']);

    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/\/reset-password\?token=[\w-]{43}\n$/) });
  });

  it('refuses what anybody would be refused', async () => {
    const { run } = await shell();

    expect(await run(['create-admin', '--email', 'nobody'], { answers: ['short', 'short'] })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/e-mail address[^]*at least 8 characters/),
    });
    expect(await run(['create-admin'])).toMatchObject({ code: 2, err: expect.stringContaining('--email') });
    expect(await run(['create-admin', '--email', 'a@example.com', '--password', 'x'])).toMatchObject({ code: 2 });
  });

  it('says that somebody is there, and makes them one where it is told to', async () => {
    const { run } = await shell();
    const folder = emptyFolder();
    writeFileSync(join(folder, 'a.csv'), 'email,email_verified\nada@example.com,true\n');
    await run(['import', join(folder, 'a.csv')]);

    expect(await run(['create-admin', '--email', 'ada@example.com'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--promote makes them one'),
      asked: [],
    });
    expect(await run(['create-admin', '--email', 'ada@example.com', '--promote'])).toMatchObject({ code: 0 });
    expect((await run(['list', '--admins'])).out).toContain('ada@example.com');
  });
});

describe('users import and export', () => {
  it('reports who was refused, writes both ids, and can be run again', async () => {
    const { run } = await shell();
    const folder = emptyFolder();
    const [file, report, ids] = ['users.csv', 'report.csv', 'ids.jsonl'].map((name) => join(folder, name));
    if (!file || !report || !ids) throw new Error('no paths');
    writeFileSync(file, 'id,email,name\n7,a@example.com,A\n8,nobody,B\n');

    expect(await run(['import', file, '--report', report, '--ids', ids])).toMatchObject({
      code: 1,
      out: '2 read: 1 imported, 0 already there, 1 refused.\n',
    });

    expect(readFileSync(report, 'utf8')).toBe(
      'line,outcome,column,code,reason\n3,refused,email,INVALID_EMAIL,"Give an e-mail address such as name@example.com, 254 characters at most."\n',
    );
    expect(JSON.parse(readFileSync(ids, 'utf8'))).toMatchObject({ old_id: '7', email: 'a@example.com' });
    expect(statSync(ids).mode & 0o777).toBe(0o600);
    expect(await run(['import', file, '--ids', ids, '--json'])).toMatchObject({
      code: 1,
      out: '{"read":2,"imported":0,"alreadyThere":1,"refused":1,"leftOut":0}\n',
    });
    expect(JSON.parse(readFileSync(ids, 'utf8'))).toMatchObject({ old_id: '7' });
  });

  it('reads from a pipe what the export wrote', async () => {
    const one = await shell();
    await one.run(['create-admin', '--email', 'ada@example.com'], { answers: [PASSWORD, PASSWORD] });
    const { out } = await one.run(['export', '--format', 'csv', '--with-hashes']);
    const other = await shell();

    expect(await other.run(['import', '-', '--format', 'csv', '--allow-admins'], { input: out })).toMatchObject({
      code: 0,
      out: '1 read: 1 imported, 0 already there, 0 refused.\n',
    });
    expect((await other.run(['export'])).out).toMatch(
      /^\{"id":"[^"]+","email":"ada@example.com","email_verified":true,/,
    );
  });

  it('says what is wrong with a file, and with a call', async () => {
    const { run } = await shell();
    const folder = emptyFolder();
    writeFileSync(join(folder, 'a.csv'), 'mail\nx\n');

    expect(await run(['import', join(folder, 'none.csv')])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^There is no file .*none\.csv\.\n$/),
    });
    expect(await run(['import', join(folder, 'a.csv')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('The column "email" is missing.'),
    });
    for (const args of [
      ['import'],
      ['import', 'a.txt'],
      ['import', 'a.json', '--from', 'firebase'],
      ['import', 'a.csv', '--from', 'nowhere'],
      ['export', '--format', 'xml'],
      ['list', '--limit', '0'],
      ['list', '--status', 'sleepy'],
      ['show'],
      ['suspend', 'a', 'b'],
      ['nonsense'],
      [],
    ]) {
      expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
    }
  });
});

describe('users suspend, reinstate and reset-link', () => {
  it('say what they did, and what can not be done', async () => {
    const { run } = await shell();
    await run(['create-admin', '--email', 'ada@example.com'], { answers: [PASSWORD, PASSWORD] });
    expect(await run(['suspend', 'ada@example.com'])).toMatchObject({
      code: 1,
      err: 'This is the last administrator. Make another one first.\n',
    });
    await run(['create-admin', '--email', 'bea@example.com'], { answers: [PASSWORD, PASSWORD] });

    expect(await run(['suspend', 'ada@example.com', '--reason', 'on leave'])).toMatchObject({
      code: 0,
      out: 'ada@example.com is suspended.\n',
    });
    expect(JSON.parse((await run(['list', '--status', 'suspended', '--json'])).out)).toMatchObject({
      email: 'ada@example.com',
      suspensionReason: 'on leave',
    });
    expect((await run(['reinstate', 'ada@example.com'])).out).toBe('ada@example.com is active.\n');
    expect((await run(['reset-link', 'ada@example.com'])).out).toMatch(/^http:\/\/\S+token=[\w-]{43}\n$/);
    expect(await run(['show', 'nobody'])).toMatchObject({ code: 1, err: 'There is no user nobody.\n' });
  });

  it('explain themselves', async () => {
    const { run } = await shell();

    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('users reset-link') });
    expect(await run(['import', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--dry-run') });
  });
});

describe('the settings of the first administrator', () => {
  it('go together, and are told with what they take and not with what was given', async () => {
    const { environment } = await shell();
    const faults = async (settings: Record<string, string>) => {
      let err = '';
      const io = {
        environment: { ...environment, ...settings },
        out() {},
        err: (line: string) => (err += `${line}\n`),
      };
      expect(await runCommand(['users', 'list'], io)).toBe(1);
      return err;
    };

    expect(await faults({ ADMIN_EMAIL: 'ada@example.com' })).toBe(
      'ADMIN_EMAIL needs ADMIN_PASSWORD: set both, or neither.\n',
    );
    expect(await faults({ ADMIN_PASSWORD: PASSWORD })).toBe(
      'ADMIN_PASSWORD needs ADMIN_EMAIL: set both, or neither.\n',
    );
    expect(await faults({ ADMIN_EMAIL: 'ada', ADMIN_PASSWORD: PASSWORD })).toContain('ADMIN_EMAIL must be an e-mail');
    expect(await faults({ ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: 'hunter2' })).toBe(
      "The server can't start. ADMIN_PASSWORD can't be taken: Use a password of at least 8 characters.\n",
    );
  });
});
