import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const SOURCE = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const LOADER = new URL('../../tools/typescript-loader.mjs', import.meta.url).href;
const START_LINE = new URL('start-line.mjs', import.meta.url).href;
const LONGEST_START = 20_000;
const LONGEST_END = 10_000;

const running: Program[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const program of running.splice(0)) await program.isKilled();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder to start the program in; it goes when the test ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(process.env['TEST_RUN_FOLDER'] ?? '', 'program-'));
  folders.push(folder);
  return folder;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** The built program, as a service manager runs it: with this environment and no other. */
export class Program {
  stdout = '';
  stderr = '';
  /** Null while it runs. */
  exitCode: number | null = null;
  private readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = once(child, 'close').then(([code]) => void (this.exitCode = (code as number | null) ?? -1));
  }

  /** Starts it on a free port, unless the environment says otherwise, in a folder that is empty if none is given. */
  static start(environment: Readonly<Record<string, string>> = {}, folder = emptyFolder()): Program {
    return Program.run([MAIN], environment, folder);
  }

  /** Starts what is in src/, not built, as `npm run dev` does. */
  static startFromSource(): Program {
    return Program.run([`--import=${LOADER}`, SOURCE], {}, emptyFolder());
  }

  /** Starts several at once: they are loaded first, and then begin in the same moment. */
  static async startTogether(count: number, environment: Readonly<Record<string, string>>): Promise<Program[]> {
    const folder = emptyFolder();
    const programs = Array.from({ length: count }, () =>
      Program.run(['--import', START_LINE, MAIN], environment, folder),
    );
    await Promise.all(programs.map((program) => program.says(/at the start line/)));
    for (const { child } of programs) child.stdin?.end('go');
    return programs;
  }

  private static run(args: readonly string[], environment: Readonly<Record<string, string>>, folder: string): Program {
    if (!existsSync(MAIN)) throw new Error('These tests need what `npm run build` makes; `npm test` does that first.');
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    });
    const program = new Program(child);
    running.push(program);
    return program;
  }

  /** @returns its own address, once it answers */
  async isReady(): Promise<string> {
    await this.says(/Usergraph is ready at|"msg":"listening"/);
    const port = /Usergraph is ready at http:\/\/[^:]+:(\d+)/.exec(this.stdout) ?? /"port":(\d+)/.exec(this.stdout);
    return `http://127.0.0.1:${port?.[1]}`;
  }

  /** Waits until it prints something. */
  async says(what: RegExp): Promise<void> {
    for (const deadline = performance.now() + LONGEST_START; !what.test(this.stdout);) {
      if (this.exitCode !== null || performance.now() > deadline) throw new Error(`no ${what} in:\n${this.output}`);
      await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 10))]);
    }
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get output(): string {
    return `${this.stdout}${this.stderr}`;
  }

  signals(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** @returns its exit code, once it ends by itself */
  async ends(): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_END)));
    await Promise.race([this.ended, late]);
    clearTimeout(timer);
    if (this.exitCode === null) throw new Error(`it has not ended:\n${this.output}`);
    return this.exitCode;
  }

  async stops(): Promise<number> {
    this.signals('SIGTERM');
    return this.ends();
  }

  async isKilled(): Promise<void> {
    this.signals('SIGKILL');
    await this.ended;
  }
}
