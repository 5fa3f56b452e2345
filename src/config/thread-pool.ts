import { availableParallelism } from 'node:os';

const VARIABLE = 'UV_THREADPOOL_SIZE';
/** Of Node.js, where nothing else is set. */
const USUAL_SIZE = 4;

/** How many threads this process has for what would block. */
export function threadPoolSize(): number {
  return Number(process.env[VARIABLE]) || USUAL_SIZE;
}

/**
 * Gives this process as many as there are cores, unless the environment says otherwise: passwords are then hashed on
 * every core, also where there are more than four, and none idles between two hashes (passwords/hashing-threads.ts). At
 * least two, so that a slow name server, which may take up half of them, doesn't stop all hashing.
 *
 * To be called first: the number is read when the first of them is needed.
 */
export function fitThreadPoolToCores(): void {
  process.env[VARIABLE] ??= String(Math.max(2, availableParallelism()));
}
