// The servers under test, each a process of its own with production settings.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { cpuSecondsOf, residentOf } from './machine.mjs';

const OURS = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const BASELINE = fileURLToPath(new URL('./baseline/server.mjs', import.meta.url));
/** As `npm start` and the Dockerfile have it. */
const FLAGS = ['--max-semi-space-size=8'];
/** As well; the bare loop of hashes gets its memory in the same way. */
export const MEMORY = { MALLOC_ARENA_MAX: '1', GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
const SECRET_KEY = 'a-secret-key-for-the-bench-alone-0123456789';

const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** `ours` as an operator runs it: defaults, but for the rate limits, which a load test can't pass. */
export async function startOurs(
  databaseUrl,
  { smtpUrl, environment = {}, folder, nodeFlags = [], publicPort, accessToken } = {},
) {
  const port = await freePort();
  return start(
    [...FLAGS, ...nodeFlags, OURS],
    { port, folder, accessToken },
    {
      NODE_ENV: 'production',
      ...MEMORY,
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: `http://127.0.0.1:${publicPort ?? port}`,
      SMTP_URL: smtpUrl ?? 'smtp://127.0.0.1:9',
      RATE_LIMITS: 'off',
      AVATAR_STORAGE: 'off',
      ...environment,
    },
  );
}

export async function startBaseline(databaseUrl, { accessToken } = {}) {
  const port = await freePort();
  return start([BASELINE], { port, accessToken }, { NODE_ENV: 'production', DATABASE_URL: databaseUrl });
}

async function start(args, { port, folder, accessToken }, environment) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), SECRET_KEY, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  children.add(child);
  await firstAnswer(port, child, accessToken);
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

/** Who has no access token is nobody, which is an answer, too. */
async function firstAnswer(port, child, accessToken) {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accessToken && { authorization: `Bearer ${accessToken}` }) },
    body: JSON.stringify({ query: '{ me { id email roles { name } } }' }),
  };
  for (const deadline = performance.now() + 20_000; performance.now() < deadline;) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, request).catch(() => null);
    if (answer?.ok) {
      const { data } = await answer.json();
      if (accessToken && !data.me?.roles.length) throw new Error('a server started, but did not answer `me`');
      return;
    }
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
