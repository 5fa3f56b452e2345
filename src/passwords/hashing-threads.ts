import { readdirSync, readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

const THREADS = '/proc/self/task';
const POOL_THREAD = 'libuv-worker';

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
