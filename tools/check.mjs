// Everything about the code that needs no tests: `npm run check`. One line per step, the output of those that fail,
// and an exit code of 1 if any does. `npm run check -- types lint` runs only these.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** The longest first. Each is a script, with its arguments, for this Node.js. */
const steps = {
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  lint: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  boundaries: [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    'src',
    '--config',
    '.dependency-cruiser.mjs',
  ],
  'unused code': ['node_modules/knip/bin/knip.js', '--no-config-hints'],
  'schema and docs fresh': ['--import=./tools/typescript-loader.mjs', 'tools/generate.ts', '--check'],
  'operations fresh': ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.ts', '--check'],
};

const wanted = process.argv.slice(2);
const queue = Object.entries(steps).filter(([name]) => wanted.length === 0 || wanted.includes(name));
let failures = 0;

async function runQueue() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, args] = next;
    const startedAt = performance.now();
    const { passed, output } = await runStep(args);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)${passed ? '' : `\n\n${output.trim()}\n`}`);
    if (!passed) failures += 1;
  }
}

async function runStep(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { passed: code === 0, output };
}

await Promise.all(Array.from({ length: availableParallelism() }, runQueue));
process.exitCode = failures === 0 ? 0 : 1;
