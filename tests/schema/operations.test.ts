import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the typed operations are those of the schema and of tests/operations: `npm run codegen` makes them', () => {
  const codegen = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.ts', '--check'];

  expect(() => execFileSync(process.execPath, codegen, { cwd: root, stdio: 'pipe' })).not.toThrow();
});
