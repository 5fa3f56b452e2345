import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';
import { promisify } from 'node:util';
import { threadPoolSize } from '../config/thread-pool.js';

const THREADS = '/proc/self/task';
const POOL_THREAD = 'libuv-worker';
/** One program that starts the others: to start one holds up this process for some milliseconds. */
const EACH_TO_SCHED_IDLE = 'for id do chrt -i -p 0 "$id" || exit; done';

/**
 * How many hashes are handed to the threads of the pool at once: as many as there are cores, since more at once gain
 * nothing and take memory. Where there are no threads beyond these, one more waits in the pool, and a thread that is
 * done takes it at once. Otherwise it would sleep, another one be woken for the next hash, and a core idle (4 % of the
 * time on two) for as long as the system leaves that one on the core of the hash beside it.
 */
export function hashesAtOnce(cores = availableParallelism(), threads = threadPoolSize()): number {
  return threads > cores ? cores : threads + 1;
}

let yielded: Promise<void> | undefined;

/**
 * Lets the threads of the pool that passwords are hashed on take second place to the one that serves requests: hashing
 * may use all that is left of every core, but a flood of logins doesn't hold up who is signed in. To be called once they
 * run. On Linux a thread has a priority of its own, by its id; elsewhere this does nothing, and everything works, only
 * less evenly.
 */
export function yieldToRequests(): Promise<void> {
  return (yielded ??= process.platform === 'linux' ? demote(hashingThreads()) : Promise.resolve());
}

/**
 * A thread of the lowest niceness still keeps a core for the rest of its slice, up to 4 ms, when another one wakes; in
 * the class `SCHED_IDLE` it gives the core up at once. Only a program can be asked for that: `chrt`, of util-linux or
 * BusyBox. Where it is missing or not allowed to, the niceness remains.
 */
async function demote(threads: readonly string[]): Promise<void> {
  try {
    for (const id of threads) setPriority(Number(id), constants.priority.PRIORITY_LOW);
    const { execFile } = await import('node:child_process');
    await promisify(execFile)('sh', ['-c', EACH_TO_SCHED_IDLE, 'sh', ...threads]);
  } catch {
    // As well as the system allows.
  }
}

/** None without /proc. */
function hashingThreads(): string[] {
  try {
    return readdirSync(THREADS).filter((id) => nameOf(id) === POOL_THREAD);
  } catch {
    return [];
  }
}

function nameOf(id: string): string {
  return readFileSync(`${THREADS}/${id}/comm`, 'utf8').trim();
}
