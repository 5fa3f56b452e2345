import { runCommand } from '../../src/cli/run-command.js';
import { freshSqlite } from '../support/test-database.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function shell(): Promise<(...args: string[]) => Promise<Ran>> {
  const { url } = await freshSqlite();
  const environment = { DATABASE_URL: url, SECRET_KEY: 'a-secret-for-tests-alone-0123456789' };
  return async (...args) => {
    const lines = { out: [] as string[], err: [] as string[] };
    const code = await runCommand(args, {
      environment,
      out: (line) => lines.out.push(line),
      err: (line) => lines.err.push(line),
    });
    return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
  };
}

describe('the command keys', () => {
  it('rotates, lists and retires', async () => {
    const run = await shell();
    const first = /^[\w-]{43}/.exec((await run('keys', 'rotate')).out)?.[0] ?? '';
    const second = /^[\w-]{43}/.exec((await run('keys', 'rotate')).out)?.[0] ?? '';

    const listed = JSON.parse((await run('keys', 'list', '--json')).out) as { kid: string; current: boolean }[];
    expect(listed).toHaveLength(2);
    expect(listed.find(({ current }) => current)?.kid).toBe(second);
    expect((await run('keys', 'list')).out).toMatch(new RegExp(`^${second} .* signs$`, 'm'));
    expect(await run('keys', 'retire', second)).toMatchObject({
      code: 1,
      err: `${second} is the key that signs: rotate first.`,
    });
    expect(await run('keys', 'retire', first)).toMatchObject({ code: 0 });
    expect(await run('keys', 'retire', first)).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no key'),
    });
  });

  it('says how it is called', async () => {
    const run = await shell();

    expect(await run('keys')).toEqual({
      code: 2,
      out: '',
      err: 'usage:\n  keys list [--json]\n  keys rotate\n  keys retire KID',
    });
    expect(await run('nonsense')).toMatchObject({ code: 2, err: expect.stringContaining('keys') });
  });

  it('names the faults of the settings', async () => {
    const err: string[] = [];
    const io = {
      environment: { PORT: 'x', DATABASE_URL: 'mysql://x' },
      out() {},
      err: (line: string) => err.push(line),
    };

    expect(await runCommand(['keys', 'list'], io)).toBe(1);
    expect(err).toHaveLength(2);
  });
});
