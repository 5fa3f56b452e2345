import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const GENERATOR = fileURLToPath(new URL('./generator.mjs', import.meta.url));

const CHRT = '/usr/bin/chrt';

/** Of Linux, for a generator that shares the cores with what it measures, as a client elsewhere would not. */
const policies = {
  /** `SCHED_BATCH`: lets a server that shares its core finish before it reads the answers. */
  yielding: ['--batch', '0'],
  /** `SCHED_RR`: sends in time and sees answers at once, whatever else runs. Only root may. */
  punctual: ['--rr', '1'],
};

/** By util-linux; as usual where that is missing or not allowed to. */
function scheduled(policy) {
  const args = policies[policy];
  if (args === undefined || spawnSync(CHRT, [...args, 'true']).status !== 0) return {};
  return { execPath: CHRT, execArgv: [...args, process.execPath] };
}

/**
 * Starts a load generator. `run` refuses where any answer was wrong: an error that is quick must not count as speed.
 *
 * @param policy one of `policies`
 */
export function startGenerator(policy) {
  const child = fork(GENERATOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], ...scheduled(policy) });
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
