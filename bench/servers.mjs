// The servers under test, each a process of its own with production settings.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { cpuSecondsOf, residentOf } from './machine.mjs';

const OURS = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const BASELINE = fileURLToPath(new URL('./baseline/server.mjs', import.meta.url));
const SECRET_KEY = 'a-secret-key-for-the-bench-alone-0123456789';

const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** `ours` as an operator runs it: defaults, but for the rate limits, which a load test can't pass. */
export async function startOurs(databaseUrl, { smtpUrl, environment = {}, folder, nodeFlags = [], publicPort } = {}) {
  const port = await freePort();
  return start([...nodeFlags, OURS], port, folder, {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: `http://127.0.0.1:${publicPort ?? port}`,
    SMTP_URL: smtpUrl ?? 'smtp://127.0.0.1:9',
    RATE_LIMITS: 'off',
    AVATAR_STORAGE: 'off',
    ...environment,
  });
}

export async function startBaseline(databaseUrl) {
  return start([BASELINE], await freePort(), undefined, { NODE_ENV: 'production', DATABASE_URL: databaseUrl });
}

async function start(args, port, folder, environment) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), SECRET_KEY, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  children.add(child);
  await firstAnswer(port, child);
  return {
    port,
    pid: child.pid,
    /** Milliseconds from the start of the process to the first answered `me`. */
    startMilliseconds: performance.now() - startedAt,
    cpuSeconds: () => cpuSecondsOf(child.pid),
    resident: () => residentOf(child.pid),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      children.delete(child);
    },
  };
}

async function firstAnswer(port, child) {
  const body = JSON.stringify({ query: '{ me { id } }' });
  for (const deadline = performance.now() + 20_000; performance.now() < deadline;) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }).catch(() => null);
    if (answer?.ok) return void (await answer.text());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('a server did not start');
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
