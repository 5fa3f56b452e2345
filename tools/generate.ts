import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { printConfigurationPage, printEnvExample } from '../src/config/print-settings.js';
import { printDocumentLimitsPage } from './document-limits-page.js';
import { printErrorsPage } from './errors-page.js';
import { printEventsPage } from './events-page.js';
import { ourSchema } from './our-schema.js';
import { printRateLimitsPage } from './rate-limits-page.js';

/** The committed files that are printed from code. With `--check` nothing is written, and a stale one fails. */
const check = process.argv.includes('--check');

const schema = await ourSchema();

const generated: Readonly<Record<string, string>> = {
  'schema.graphql': `${printSchema(lexicographicSortSchema(schema))}\n`,
  '.env.example': printEnvExample(),
  'docs/configuration.md': printConfigurationPage(),
  'docs/document-limits.md': printDocumentLimitsPage(),
  'docs/errors.md': printErrorsPage(),
  'docs/events.md': printEventsPage(),
  'docs/rate-limits.md': printRateLimitsPage(schema),
};

for (const [file, text] of Object.entries(generated)) {
  const path = new URL(`../${file}`, import.meta.url);
  const committed = await readFile(path, 'utf8').catch(() => '');
  if (committed === text) continue;
  if (check) process.exitCode = 1;
  else await writeFile(path, text);
  console.log(check ? `${file} is stale: run npm run generate` : `${file} written`);
}
