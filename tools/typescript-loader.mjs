// Runs src/ as it is, for `npm run dev`: each file is compiled on its own, without a look at types, in the thread that
// imports it. That starts faster than a loader in a thread of its own, and a restart should not be waited for.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const cache = fileURLToPath(new URL('../node_modules/.cache/usergraph/dev/', import.meta.url));
mkdirSync(cache, { recursive: true });

registerHooks({
  resolve(specifier, context, next) {
    const fromSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    const source = specifier.replace(/\.js$/, '.ts');
    // Migrations are plain JavaScript, and imported from src/ as well.
    return next(fromSource && existsSync(new URL(source, context.parentURL)) ? source : specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
  },
});

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const kept = cache + createHash('sha1').update(filename).update(source).digest('hex');
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const code = compile(filename, source);
    writeFileSync(kept, code);
    return code;
  }
}

/** As in tsconfig.json. */
function compile(filename, source) {
  return transformSync(source, {
    filename,
    swcrc: false,
    configFile: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, useDefineForClassFields: false, verbatimModuleSyntax: true },
    },
    module: { type: 'es6' },
  }).code;
}
