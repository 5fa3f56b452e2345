import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';
import { threadPoolSize } from '../config/thread-pool.js';

const THREADS = '/proc/self/task';
const POOL_THREAD = 'libuv-worker';

/**
 * How many hashes are handed to the threads of the pool at once: as many as there are cores, since more at once gain
 * nothing and take memory. Where there are no threads beyond these, one more waits in the pool, and a thread that is
 * done takes it at once. Otherwise it would sleep, another one be woken for the next hash, and a core idle (4 % of the
 * time on two) for as long as the system leaves that one on the core of the hash beside it.
 */
export function hashesAtOnce(cores = availableParallelism(), threads = threadPoolSize()): number {
  return threads > cores ? cores : threads + 1;
}

/**
 * Lets the threads of the pool that passwords are hashed on take second place to the one that serves requests: hashing
 * may use all that is left of every core, but a flood of logins doesn't hold up who is signed in. On Linux a thread has
 * a priority of its own, by its id; elsewhere this does nothing, and everything works, only less evenly.
 */
export function yieldToRequests(): void {
  if (process.platform !== 'linux') return;
  try {
    for (const id of readdirSync(THREADS)) {
      if (nameOf(id) === POOL_THREAD) setPriority(Number(id), constants.priority.PRIORITY_LOW);
    }
  } catch {
    // Without /proc, or where it is not allowed.
  }
}

function nameOf(id: string): string {
  return readFileSync(`${THREADS}/${id}/comm`, 'utf8').trim();
}
