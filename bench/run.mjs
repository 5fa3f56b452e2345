// `npm run bench`: the whole table, in several minutes; `npm run bench -- me login` these rows alone.
//
//   --rounds=7 --seconds=3   how often and how long
//   --write                  puts the table into docs/performance.md
import { openLab } from './lab.mjs';
import { commit, machine } from './machine.mjs';
import { adminUsers } from './rows/admin-users.mjs';
import { latency, login } from './rows/login.mjs';
import { me } from './rows/me.mjs';
import { outbox } from './rows/outbox.mjs';
import { coldStart, memory, processes } from './rows/process.mjs';
import { refresh } from './rows/refresh.mjs';
import { describeMachine, markdown, writeJson, writePage } from './table.mjs';

const parts = {
  me,
  login,
  latency,
  refresh,
  'admin-users': adminUsers,
  outbox,
  'cold-start': coldStart,
  memory,
  processes,
};

const args = process.argv.slice(2);
const option = (name, otherwise) =>
  Number(args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

const rounds = option('rounds', 5);
const seconds = option('seconds', 2);
const report = { machine: { ...machine(), commit: commit(), rounds }, seconds, rows: [], failures: [] };
console.log(describeMachine(report.machine));
const lab = await openLab({ rounds, seconds });
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await measureInto(report, name, measure);
  }
} finally {
  await lab.close();
}
console.log(`\n${markdown(report.rows)}\n`);
console.log(`Written to ${writeJson(report)}`);
if (args.includes('--write') && report.failures.length === 0) await writePage(report);
for (const failure of report.failures) console.error(failure);
process.exitCode = report.failures.length === 0 ? 0 : 1;

/** A row whose requests failed is no figure at all. */
async function measureInto({ rows, failures }, name, measure) {
  const startedAt = performance.now();
  try {
    const found = await measure(lab);
    rows.push(...found);
    for (const { what, ours, result } of found) console.log(`  ${what}: ${ours} → ${result.text}`);
  } catch (error) {
    failures.push(`${name}: not compared, because ${error.message}`);
  }
  console.log(`${name} (${((performance.now() - startedAt) / 1_000).toFixed(0)} s)`);
}
