// The README's figures: how long a cold start takes until the first answer, and how large a production install is.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = 7;
const PORT = 4_099;

const starts = [];
for (let round = 0; round < ROUNDS; round += 1) starts.push(await coldStart());
starts.sort((one, other) => one - other);
console.log(
  `cold start to the first answer: ${starts[Math.floor(ROUNDS / 2)]} ms (median of ${ROUNDS}, empty SQLite database)`,
);
console.log(`production install: ${productionInstall()} MB (npm ci --omit=dev, without the Node.js it brings along)`);

async function coldStart() {
  const folder = mkdtempSync(join(tmpdir(), 'usergraph-measure-'));
  const startedAt = performance.now();
  const server = spawn(process.execPath, [join(root, 'dist/main.js')], {
    cwd: folder,
    env: { ...process.env, PORT: String(PORT), LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  try {
    await firstAnswer();
    return Math.round(performance.now() - startedAt);
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  }
}

async function firstAnswer() {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ me { id } }' }),
  };
  for (const deadline = performance.now() + 20_000; performance.now() < deadline;) {
    const answer = await fetch(`http://127.0.0.1:${PORT}/graphql`, request).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('the server did not answer');
}

function productionInstall() {
  const folder = mkdtempSync(join(tmpdir(), 'usergraph-measure-'));
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, file), join(folder, file));
    execFileSync('npm', ['ci', '--omit=dev'], { cwd: folder, stdio: 'ignore' });
    const modules = join(folder, 'node_modules');
    for (const name of readdirSync(modules))
      if (/^node-(linux|win)-/.test(name)) rmSync(join(modules, name), { recursive: true });
    return Math.round(sizeOf(modules) / 1e6);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizeOf(path) {
  const status = lstatSync(path);
  if (!status.isDirectory()) return status.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
