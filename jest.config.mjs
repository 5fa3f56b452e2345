import { existsSync } from 'node:fs';

/**
 * Which folders of `tests/` run where. Whatever is not named here is behaviour, and runs on both databases.
 *
 *   races/                                  PostgreSQL only: SQLite lets one writer in at a time, so there is no race
 *   program/ schema/ config/ unit/          once: they don't depend on the database, or open the ones they need
 *   contracts/ embedding/ server/           themselves, with `freshSqlite` and `freshPostgres`
 *   attacks/, those in `onceFiles`          once: they are about hashing and decoding, and no table
 *   browser/                                once, where there is Chromium: a fresh machine with only Node has none
 */
const onPostgresqlOnly = ['races'];
const onceFiles = ['attacks/hash-flood.test.ts', 'attacks/hostile-pictures.test.ts'];
const once = ['program', 'schema', 'config', 'unit', 'contracts', 'embedding', 'server'];

/** In CI it must be there: the tests fail, and say what to install. */
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const withBrowser = existsSync(chromium) || Boolean(process.env.CI);
if (!withBrowser) console.log(`There is no Chromium at ${chromium}, so tests/browser is left out.`);

const inFolders = (folders) => folders.map((folder) => `<rootDir>/tests/${folder}/**/*.test.ts`);
const atPaths = (files) => files.map((file) => `<rootDir>/tests/${file}`);
const notIn = (folders) => atPaths([...folders.map((folder) => `${folder}/`), ...onceFiles]);

const startsPostgresql = {
  globalSetup: '<rootDir>/tests/support/start-postgres.mjs',
  globalTeardown: '<rootDir>/tests/support/stop-postgres.mjs',
};

/** As in tsconfig.json. */
const swc = (parser) => ({
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    parser,
    transform: {
      legacyDecorator: true,
      decoratorMetadata: false,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
      react: { runtime: 'automatic' },
    },
  },
  module: { type: 'es6' },
});

const project = (displayName, testDatabase, options) => ({
  displayName,
  testEnvironment: 'node',
  // How a test, or rather `freshDatabase` in tests/support/test-database.ts, learns what it runs on.
  globals: { testDatabase },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/(?!.*\\.json).*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', swc({ syntax: 'typescript', decorators: true })],
    '^.+\\.tsx$': ['@swc/jest', swc({ syntax: 'typescript', tsx: true })],
  },
  ...options,
});

export default {
  maxWorkers: 2,
  testTimeout: 30_000,
  // Modules loaded as ESM are not given back by V8's contexts.
  workerIdleMemoryLimit: '1GB',
  globalSetup: '<rootDir>/tests/support/open-run-folder.mjs',
  globalTeardown: '<rootDir>/tests/support/remove-run-folder.mjs',
  projects: [
    project('sqlite', 'sqlite', {
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: notIn([...onPostgresqlOnly, ...once, 'browser']),
    }),
    project('postgresql', 'postgresql', {
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: notIn([...once, 'browser']),
      ...startsPostgresql,
    }),
    project('once', 'sqlite', { testMatch: [...inFolders(once), ...atPaths(onceFiles)], ...startsPostgresql }),
    ...(withBrowser ? [project('browser', 'sqlite', { testMatch: inFolders(['browser']) })] : []),
  ],
};
