// Figures → a table. A row has a name, a target in words, and a list of figures; one figure compares `ours` with `other`
// round by round, so that what the machine does meanwhile hits both.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const results = fileURLToPath(new URL('./results/', import.meta.url));
const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of figures -->';

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median, and how far the rounds lie apart. */
export function figure(values, unit, digits = 0) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const shown = (value) => value.toFixed(digits);
  const spread = values.length > 1 && shown(low) !== shown(high) ? ` (${shown(low)}–${shown(high)})` : '';
  return { value: median(values), text: `${shown(median(values))} ${unit}${spread}` };
}

/** The median of the rounds' ratios, and whether that is what was aimed at. */
export function ratio(ours, others, { atLeast, atMost }) {
  const ratios = ours.map((value, round) => value / others[round]);
  const { value, text } = figure(ratios, '×', 2);
  const met = (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
  return { value, text: text.replace(' ×', '×'), met };
}

export function limit(values, unit, atMost, digits = 1) {
  const measured = figure(values, unit, digits);
  return { ...measured, met: measured.value <= atMost };
}

export function markdown(rows) {
  const lines = rows.map(
    ({ what, target = '', baseline = '', ours, result }) =>
      `| ${what} | ${baseline} | ${ours} | ${result.text} | ${target} | ${target && (result.met ? 'yes' : '**no**')} |`,
  );
  return ['| what | baseline | ours | result | target | met |', '| --- | --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
}

export function describeMachine({ cores, cpu, memoryGb, node, platform, load, at, commit, rounds }) {
  return (
    `${at.slice(0, 10)}, commit ${commit}: ${cores} cores (${cpu}), ${memoryGb} GB, ${platform}, Node.js ${node}; ` +
    `load average before: ${load}; medians of ${rounds} interleaved rounds, lowest and highest in brackets.`
  );
}

/** bench/results/ is kept out of the repository; what counts is in docs/performance.md. */
export function writeJson(report) {
  mkdirSync(results, { recursive: true });
  const path = `${results}${report.machine.at.replaceAll(':', '-')}.json`;
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
}

export async function writePage(report) {
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`docs/performance.md lacks its markers`);
  const table = `${describeMachine(report.machine)}\n\n${markdown(report.rows)}`;
  const { format, resolveConfig } = await import('prettier');
  const written = `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
  writeFileSync(page, await format(written, { ...(await resolveConfig(page)), parser: 'markdown' }));
}
