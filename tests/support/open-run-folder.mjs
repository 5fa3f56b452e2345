import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fastestFolder } from './fastest-folder.mjs';

const NAME = 'usergraph-tests-';

/** One folder per test run, for the SQLite files; its random end also tells this run's PostgreSQL databases from others'. */
export default function openRunFolder() {
  const parent = fastestFolder();
  removeForgotten(parent);
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(parent, NAME));
}

/** A run that was killed leaves its folder behind. */
function removeForgotten(parent) {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(NAME))) {
    const folder = join(parent, name);
    const changedAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changedAt > 3_600_000) rmSync(folder, { recursive: true, force: true });
  }
}
