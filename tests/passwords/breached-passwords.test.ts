import { createHash } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run-command.js';
import { BreachedFilter } from '../../src/passwords/breached-filter.js';
import { CheckPasswordDocument } from '../operations/operations.js';
import type { Person } from '../support/person.js';
import { world } from '../support/world.js';

const BREACHED = 'a passphrase of the great breach';
const GOOD = 'seven quiet lamps on a hill';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();

let made = 0;
function file(name: string, content?: string): string {
  made += 1;
  const path = join(process.env['TEST_RUN_FOLDER'] ?? '', `${process.pid}-${made}-${name}`);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

/** As an operator makes it. */
async function build(lines: readonly string[]): Promise<{ out: string; exitCode: number; err: string }> {
  const out = file('filter.bin');
  const err: string[] = [];
  const io = { environment: {}, out: () => {}, err: (line: string) => void err.push(line) };
  const exitCode = await runCommand(['breached', 'build', file('list.txt', lines.join('\r\n')), '--out', out], io);
  return { out, exitCode, err: err.join('\n') };
}

async function verdict(person: Person, password: string): Promise<unknown> {
  const { checkPassword } = await person.device().asks(CheckPasswordDocument, { password });
  return checkPassword.errors.map(({ code }) => code);
}

describe('the file of breached passwords', () => {
  it('refuses them on every path on which a password is chosen', async () => {
    const lines = [BREACHED, 'cafe\u0301 au lait for everyone'].map((password) => `${sha1(password)}:3`);
    const here = await world({ breached: { file: (await build(lines)).out } });
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    here.clock.passes(120_000 as never);
    await alice.asksForAPasswordReset();
    const { token, code } = await alice.newestMail();
    const refusal = [{ code: 'PASSWORD_TOO_COMMON' }];

    expect(await verdict(alice, BREACHED)).toEqual(['PASSWORD_TOO_COMMON']);
    expect(await verdict(alice, 'cafe\u0301 au lait for everyone')).toEqual(['PASSWORD_TOO_COMMON']);
    expect(await verdict(alice, GOOD)).toEqual([]);
    expect((await here.person('Bob').registers({ password: BREACHED })).errors).toMatchObject(refusal);
    expect((await laptop.changesPassword(BREACHED)).errors).toMatchObject(refusal);
    expect((await alice.resetsPassword(BREACHED, token)).errors).toMatchObject(refusal);
    expect((await alice.resetsPasswordByCode(BREACHED, code)).errors).toMatchObject(refusal);
    expect((await alice.triesToLogIn()).errors).toEqual([]);
  });

  it('misses none, and takes few good ones for breached, at two bytes a password', async () => {
    const known = Array.from({ length: 20_000 }, (_, nth) => sha1(`breached ${nth}`));
    const { out, exitCode } = await build([...known.map((hash, nth) => `${hash}:${nth + 1}`), `${sha1(GOOD)}:0`, '']);
    expect(exitCode).toBe(0);
    const filter = await BreachedFilter.open(out);
    const includes = (hash: string) => filter.includes(Buffer.from(hash, 'hex'));
    let wrong = 0;
    for (const hash of known) expect(await includes(hash)).toBe(true);
    for (let nth = 0; nth < 20_000; nth += 1) if (await includes(sha1(`good ${nth}`))) wrong += 1;
    await filter.close();

    // About 0.1 %.
    expect(wrong).toBeLessThan(60);
    expect(statSync(out).size).toBeLessThan(2.2 * known.length);
  });

  it('is not made of something else, nor read from something else', async () => {
    const { exitCode, err, out } = await build([`${sha1('a')}:1`, 'correct horse battery staple']);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('Line 2 is not of the form') });
    expect(err).not.toContain('horse');
    await expect(BreachedFilter.open(out)).rejects.toThrow("can't be read (ENOENT)");
    await expect(BreachedFilter.open(file('text', 'UGBREACH and more'))).rejects.toThrow(
      'is no file of breached passwords',
    );
  });
});

describe('the range service', () => {
  /** A world that asks this service. */
  async function asking(answer: RequestListener) {
    const seen: string[] = [];
    const service = createServer((request, response) => {
      seen.push(`${request.url} ${String(request.headers['add-padding'])}`);
      answer(request, response);
    });
    await new Promise<void>((resolve) => void service.listen(0, '127.0.0.1', resolve));
    const rangeUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/range`;
    const here = await world({ breached: { rangeUrl } });
    const close = () => {
      service.closeAllConnections();
      service.close();
    };
    return { here, alice: here.person('Alice'), seen, close };
  }

  const rest = sha1(BREACHED).slice(5);

  it('learns five digits, and what it knows is refused', async () => {
    const { alice, here, seen, close } = await asking((_request, response) =>
      response.end(`${'0'.repeat(35)}:4\r\n${rest}:12\r\n${sha1(GOOD).slice(5)}:0`),
    );

    expect(await verdict(alice, BREACHED)).toEqual(['PASSWORD_TOO_COMMON']);
    expect(await verdict(alice, GOOD)).toEqual([]);
    // Those that are refused anyway are not asked for.
    await verdict(alice, 'short');
    close();
    expect(seen).toEqual([`/range/${sha1(BREACHED).slice(0, 5)} true`, `/range/${sha1(GOOD).slice(0, 5)} true`]);
    expect(JSON.stringify(here.log.lines)).not.toContain(rest);
  });

  it.each<[string, RequestListener]>([
    ['slow', () => {}],
    ['wrong', (_request, response) => response.writeHead(503).end(`${rest}:1`)],
    [
      'endless',
      (_request, response) => {
        const more = (): void => void (response.destroyed || response.write('F'.repeat(65_536), more));
        more();
      },
    ],
    ['elsewhere', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['gone', (request) => request.socket.destroy()],
  ])('that is %s keeps nobody from a password for long', async (_how, answer) => {
    const { alice, here, close } = await asking(answer);
    const from = performance.now();

    expect(await verdict(alice, BREACHED)).toEqual([]);

    close();
    expect(performance.now() - from).toBeLessThan(5_000);
    expect(here.log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('did not answer') }),
    );
  });
});
