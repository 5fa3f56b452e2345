// Joins what `tsc` has made of the server with its dependencies, into a few files in dist/bundle/: see ADR 27. Does
// nothing where those are newer than all that they are made of.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
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

/** Stands first in each file, and gives way to what `withQuickBuiltins` puts there; so names change with this program. */
const HEADER = `// ${createHash('sha256')
  .update(readFileSync(import.meta.filename))
  .digest('hex')}`;

/** How esbuild keeps names, and how it does here: see `namingClassesAlone`. */
const NAMING = 'var __name = (target, value) => __defProp(target, "name", { value, configurable: true });';
const NAMING_CLASSES =
  'var __name = (target, value) => target.name === value || !target.prototype ? target : __defProp(target, "name", { value, configurable: true });';

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
    external: [
      // These bring machine code along, and look for it beside themselves.
      'argon2',
      'bcrypt',
      'better-sqlite3',
      'sharp',
      // Optional, and not installed.
      'class-validator',
      'pg-native',
      // What Fastify validates and writes by JSON schemas with; `server.ts` tells it that there are none.
      '@fastify/ajv-compiler',
      '@fastify/fast-json-stringify-compiler',
      // What Apollo reports to its cloud with, which `graphql-endpoint.ts` switches off.
      '@apollo/utils.usagereporting',
      '@apollo/usage-reporting-protobuf',
    ],
    // As modules, where there is a choice: what is not used of them is left out. As CommonJS each file that imports
    // graphql-js would copy its 250 names, too.
    mainFields: ['module', 'main'],
    resolveExtensions: ['.mjs', '.js', '.json'],
    alias: {
      // It looks for node:crypto in a way that bundling breaks, and then hashes in JavaScript.
      '@apollo/utils.createhash': 'node:crypto',
      // Its CommonJS form would pull in all of graphql-shield, yup and lodash, and this one what is used.
      'graphql-rate-limit': join(root, 'node_modules/graphql-rate-limit/dist/esm/index.js'),
    },
    banner: { js: HEADER },
  });
  mustHaveNames(metafile);
  mustHaveOneGraphql(metafile);
  return outputFiles.map(({ path, contents, text }) => ({
    path,
    contents: path.endsWith('.js') ? withQuickBuiltins(namingClassesAlone(text)) : contents,
  }));
}

/** Only classes go by their names, and naming every small function each time that it is made took 7 % of a request. */
function namingClassesAlone(text) {
  return text.replace(NAMING, NAMING_CLASSES);
}

/**
 * An `import` of a part of Node.js reads all that it exports, and so loads what is lazy in there: undici behind
 * `node:http`, streams behind `node:fs`. What takes its place here reads only what is used. It stands where the header
 * was, since imports come before all else, too; no line moves, or source maps would be wrong.
 */
function withQuickBuiltins(text) {
  const quick = [];
  const body = text.replace(/^import (?:([\w$*\s{},]+?) from )?"([^"\n]+)";$/gm, (statement, names, path) => {
    if (!isBuiltin(path)) return statement;
    if (names) quick.push(...declarations(names, `process.getBuiltinModule("${path}")`));
    return '\n'.repeat(statement.split('\n').length - 1);
  });
  return body.replace(HEADER, () => [...quick, ...expectedByCommonJs(body)].join(' '));
}

/** `a, { b, c as d }` or `* as e`, as declarations. */
function declarations(names, part) {
  const [, whole, some] = /^(?:(?:\* as )?([\w$]+))?(?:, )?(\{[^}]*\})?$/.exec(names.replace(/\s+/g, ' ')) ?? [];
  if (!whole && !some) throw new Error(`import ${names} is not understood`);
  return [
    ...(whole ? [`const ${whole} = ${part};`] : []),
    ...(some ? [`const ${some.replace(/ as /g, ': ')} = ${part};`] : []),
  ];
}

/** What modules of the CommonJS kind expect to be there. */
function expectedByCommonJs(text) {
  return [
    ...(/(?<![\w$.])require\b/.test(text)
      ? ['const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);']
      : []),
    ...(/\b__(file|dir)name\b/.test(text) ? ['const { filename: __filename, dirname: __dirname } = import.meta;'] : []),
  ];
}

/** A second copy would not know the schemas of the first. */
function mustHaveOneGraphql({ inputs }) {
  const second = Object.keys(inputs).find((path) => /node_modules\/graphql\/.*\.js$/.test(path));
  if (second) throw new Error(`${second} is a second copy of graphql-js`);
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
