import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const ROOM = 1024 ** 3;

/** Memory where there is some to spare: commits are flushed as in production, and databases come and go by the hundred. */
export function fastestFolder() {
  try {
    accessSync('/dev/shm', constants.W_OK);
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= ROOM ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
}
