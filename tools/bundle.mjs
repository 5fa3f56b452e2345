// Joins what `tsc` has made of the server with its dependencies, into a few files in dist/bundle/: see ADR 27. Does
// nothing where those are newer than all that they are made of.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// As deep as the folders of dist/, so that what these find by a relative URL is found from here, too.
const folder = join(root, 'dist/bundle');
const entry = join(folder, 'run.js');
const A_DAY = 86_400_000;

const migrations = ['migrations/postgresql', 'migrations/sqlite'];
const madeOf = [
  'node_modules/.cache/usergraph/build.tsbuildinfo',
  'node_modules/.package-lock.json',
  'tools/bundle.mjs',
  ...migrations,
  ...migrations.flatMap((path) => readdirSync(join(root, path)).map((file) => `${path}/${file}`)),
].map((path) => join(root, path));

/**
 * An `import` of a part of Node.js reads all that it exports, and so loads what is lazy in there: undici behind
 * `node:http`, streams behind `node:fs`. A `require` doesn't.
 */
const quickBuiltins = {
  name: 'quick-builtins',
  setup({ onResolve, onLoad }) {
    const names = new Set(builtinModules);
    const namespace = 'builtin';
    onResolve({ filter: /^(node:)?\w[\w/]*$/ }, ({ path }) => {
      const name = path.replace(/^node:/, '');
      return names.has(name) || path.startsWith('node:') ? { path: `node:${name}`, namespace } : undefined;
    });
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
    }));
  },
};

/** How esbuild keeps names, and how it does here: see `namingClassesAlone`. */
const NAMING = 'var __name = (target, value) => __defProp(target, "name", { value, configurable: true });';
const NAMING_CLASSES =
  'var __name = (target, value) => target.name === value || !target.prototype ? target : __defProp(target, "name", { value, configurable: true });';

/** What modules of the CommonJS kind expect to be there. */
const BANNER = [
  "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);",
  'const { filename: __filename, dirname: __dirname } = import.meta;',
].join('\n');

if (!isFresh()) put(await bundle());

function isFresh() {
  if (!existsSync(entry)) return false;
  const { mtimeMs: made } = statSync(entry);
  return madeOf.every((path) => existsSync(path) && statSync(path).mtimeMs < made);
}

async function bundle() {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: { run: join(root, 'dist/server/run.js') },
    outdir: folder,
    write: false,
    metafile: true,
    bundle: true,
    // What is imported lazily stays apart, and unread until then.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.17',
    // Types of the schema, columns and errors go by the names of classes.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'linked',
    logLevel: 'error',
    // The first bring machine code along, and look for it beside themselves; the others are optional and not installed.
    external: ['argon2', 'bcrypt', 'better-sqlite3', 'sharp', 'class-validator', 'pg-native'],
    // Its CommonJS form would pull in all of graphql-shield, yup and lodash, and this one what is used.
    alias: { 'graphql-rate-limit': join(root, 'node_modules/graphql-rate-limit/dist/esm/index.js') },
    plugins: [quickBuiltins],
    banner: { js: BANNER },
  });
  mustHaveNames(metafile);
  return outputFiles.map(namingClassesAlone);
}

/** Only classes go by their names, and naming every small function each time that it is made took 7 % of a request. */
function namingClassesAlone({ path, text, contents }) {
  return { path, contents: text.includes(NAMING) ? text.replace(NAMING, NAMING_CLASSES) : contents };
}

/** What was loaded by `await import()` of such a package would have no export but `default`. */
function mustHaveNames({ inputs }) {
  for (const [path, { imports }] of Object.entries(inputs)) {
    const lazy = imports.filter(({ kind, path: to }) => kind === 'dynamic-import' && inputs[to]?.format === 'cjs');
    if (!path.includes('node_modules/') && lazy.length > 0)
      throw new Error(`${path}: import ${lazy[0].path} in a module of your own, and that one lazily`);
  }
}

/**
 * Content goes by its name (chunks carry a hash), so a server that runs still finds the chunks that it was built with;
 * those of the past go after a day. What begins it all comes last, and at once.
 */
function put(files) {
  mkdirSync(folder, { recursive: true });
  const names = new Set(files.map(({ path }) => basename(path)));
  for (const { path, contents } of files) if (path !== entry) writeFileSync(path, contents);
  writeFileSync(`${entry}.new`, files.find(({ path }) => path === entry).contents);
  renameSync(`${entry}.new`, entry);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!names.has(name) && Date.now() - statSync(path).mtimeMs > A_DAY) rmSync(path);
  }
}
