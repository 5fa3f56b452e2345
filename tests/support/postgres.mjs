import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts a throw-away PostgreSQL and returns where it listens. Another process keeps it (postgres-keeper.mjs) and ends
 * it when its standard input closes, which the system also does when this process is killed.
 *
 * @param {Readonly<Record<string, string>>} [settings] of PostgreSQL, over those for tests
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startPostgres(settings = {}) {
  const given = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const script = fileURLToPath(new URL('./postgres-keeper.mjs', import.meta.url));
  // In a group of its own, so that Ctrl-C ends the tests first and their database after them.
  const keeper = spawn(process.execPath, [script, ...given], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const ended = once(keeper, 'exit');
  const lines = createInterface({ input: keeper.stdout });
  const [url] = await Promise.race([once(lines, 'line'), ended.then(() => [])]);
  if (url === undefined) throw new Error('PostgreSQL did not start; the reason is printed above.');

  keeper.unref();
  keeper.stdin.unref();
  keeper.stdout.destroy();
  return {
    url,
    async stop() {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}
