import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const GENERATOR = fileURLToPath(new URL('./generator.mjs', import.meta.url));

/** Linux's scheduling policy for who need not run the moment they could: `SCHED_BATCH`, by util-linux. */
const YIELDING = existsSync('/usr/bin/chrt')
  ? { execPath: '/usr/bin/chrt', execArgv: ['--batch', '0', process.execPath] }
  : {};

/**
 * Starts a load generator. `run` refuses where any answer was wrong: an error that is quick must not count as speed.
 *
 * @param yielding whether it lets a server that shares its core finish before it reads the answers
 */
export function startGenerator({ yielding = false } = {}) {
  const child = fork(GENERATOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], ...(yielding && YIELDING) });
  return {
    async run(job) {
      child.send(job);
      const [seen] = await once(child, 'message');
      if (seen.errors > 0) {
        throw new Error(`${job.operation}: ${seen.errors} of ${seen.requests} requests failed, e.g. ${seen.example}`);
      }
      return { ...seen, rate: seen.requests / seen.seconds };
    },
    stop: () => child.disconnect(),
  };
}

/** The same, with the CPU that the server spent on each request, in microseconds. */
export async function measured(generator, servers, job) {
  const before = servers.map((server) => server.cpuSeconds());
  const seen = await generator.run(job);
  const spent = servers.reduce((sum, server, index) => sum + server.cpuSeconds() - before[index], 0);
  return { ...seen, cpuPerRequest: (spent / seen.requests) * 1e6 };
}
