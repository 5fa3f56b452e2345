// Imported before the program: loads all of it, says so, and waits for a word. So several begin in the same moment.
import { once } from 'node:events';

await Promise.all([
  import('../../dist/server/run.js'),
  import('@mikro-orm/migrations'),
  import('@mikro-orm/postgresql'),
  import('@mikro-orm/sqlite'),
]);
process.stdout.write('at the start line\n');
await once(process.stdin, 'data');
process.stdin.destroy();
