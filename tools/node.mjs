// Runs a script on a Node.js that is new enough, on a machine whose own is not:
//
//   node tools/node.mjs [--build] [node flags…] [script] [arguments…]
//
// `npm ci` brings Node.js along as an optional dependency. This file itself must run on old versions, and it comes
// first because native modules built for a newer Node.js end an older one without a word. Flags with a value are
// written `--flag=value`.
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST = [22, 17];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

const args = process.argv.slice(2);
const building = args[0] === '--build';
if (building) args.shift();

const node = fittingNode();
if (building) await build();
if (args.length > 0) await runScript();

function fittingNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return process.execPath;

  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const broughtAlong = locate(`node-${platform}-${process.arch}/package.json`);
  const binary = broughtAlong && join(dirname(broughtAlong), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (binary && existsSync(binary)) return binary;

  fail(
    `This needs Node.js ${OLDEST.join('.')} or newer, but runs on ${process.versions.node}, and no newer one came with ` +
      `\`npm ci\` for ${process.platform}-${process.arch}: install a current Node.js from https://nodejs.org.`,
  );
}

function locate(specifier) {
  try {
    return require.resolve(specifier);
  } catch {
    return undefined;
  }
}

async function build() {
  const tsc = locate('typescript/bin/tsc');
  const built = existsSync(join(root, 'dist'));
  // An installation without development dependencies runs what was built before.
  if (!tsc && built) return;
  if (!tsc) fail('TypeScript is not installed, so there is nothing to build with: run `npm ci --include=dev` first.');
  // Its notes on what has not changed since say nothing about whether the output is still there.
  if (!built) rmSync(join(root, 'node_modules/.cache/usergraph/build.tsbuildinfo'), { force: true });
  for (const step of [[tsc, '-p', join(root, 'tsconfig.build.json')], [join(root, 'tools/bundle.mjs')]]) {
    const end = await run(node, step);
    if (end.code !== 0) await finish(end);
  }
}

async function runScript() {
  const [script] = args;
  // One process fewer between the service manager and the program: this one becomes it, or loads it.
  if (process.platform === 'linux' && process.execve) process.execve(node, [node, ...args], environment());
  if (node !== process.execPath || script.startsWith('-')) return finish(await run(node, args));
  process.argv = [process.execPath, resolve(script), ...args.slice(1)];
  await import(pathToFileURL(process.argv[1]).href);
}

function run(command, commandArgs) {
  const child = spawn(command, commandArgs, { stdio: 'inherit', env: environment() });
  // Ctrl-C in a terminal reaches the child by itself; handed on as well, it would look like an impatient second one.
  const forward = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
  for (const signal of SIGNALS) process.on(signal, forward);
  return new Promise((done) => {
    child.once('error', (error) => fail(`${command} can't be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      done({ code, signal });
    });
  });
}

/**
 * glibc keeps what a thread has freed for that thread, and password hashes of 19 MiB are made by turns in four: shared,
 * it keeps half of that, and in huge pages a hash is quicker to get its memory. It reads these when a process starts, and
 * other systems ignore them.
 */
function environment() {
  return { MALLOC_ARENA_MAX: '1', GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1', ...process.env };
}

/** Ends this process as the child ended, and never returns. */
function finish({ code, signal }) {
  if (signal === null) process.exit(code);
  process.kill(process.pid, signal);
  // Some signals can't be raised again everywhere; then the shell's convention.
  return new Promise(() => setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
