import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { fitThreadPoolToCores } from './config/thread-pool.js';
import type * as program from './server/run.js';

fitThreadPoolToCores();

// Compiling what is imported is a quarter of a start. The results are kept in a folder of our own, since others could
// put theirs into the system's temporary one; where it can't be written, the server starts all the same.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/usergraph/compiled', import.meta.url)));

// `npm run build` has joined everything into a few files; while developing there are none. (An `import` of `node:fs`
// would load all that it exports, streams included.)
const bundle = new URL('./bundle/run.js', import.meta.url);
const { run } = process.getBuiltinModule('node:fs').existsSync(bundle)
  ? ((await import(bundle.href)) as typeof program)
  : await import('./server/run.js');
await run(process.cwd());

// Not before, since while starting hardly anything becomes garbage. (An engine without one of these says so and goes on.)
// Garbage may grow to a quarter of what is in use, and not to several times that, before it is collected. And what is
// young is looked through by one thread: next to nothing of it outlives a request, so that helpers cost more to wake than
// they do, and where all cores are busy everybody waits for them. See docs/performance.md.
setFlagsFromString('--heap-growing-percent=25');
setFlagsFromString('--no-parallel-scavenge');
