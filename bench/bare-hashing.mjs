// What the machine can do at most: the same hash verified over and over on every core, and nothing else.
import { availableParallelism } from 'node:os';
import { hash, verify } from 'argon2';
import { HASHING, PASSWORD } from './databases.mjs';

const seconds = Number(process.argv[2]);
const stored = await hash(PASSWORD, HASHING);
await verify(stored, PASSWORD);
const startedAt = performance.now();
let count = 0;
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    while (performance.now() - startedAt < seconds * 1_000) {
      await verify(stored, PASSWORD);
      count += 1;
    }
  }),
);
process.send(count / ((performance.now() - startedAt) / 1_000), () => process.disconnect());
