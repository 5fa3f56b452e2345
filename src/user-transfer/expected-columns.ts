import { type BrokenRecord, type FileRecord, UnreadableFile } from './formats/record.js';
import type { UserSource } from './sources/user-source.js';

export interface ColumnRules {
  readonly format: 'csv' | 'jsonl' | 'json';
  readonly ignoreOtherColumns?: boolean;
}

/**
 * Looks at the names in the first record, so that a file of something else, or a hash under a mistyped name, is told at
 * once and not by a million people without their passwords. A JSON document may begin with what is no user.
 */
export async function* withExpectedColumns(
  records: AsyncIterable<FileRecord | BrokenRecord>,
  source: UserSource,
  rules: ColumnRules,
): AsyncGenerator<FileRecord | BrokenRecord> {
  let looked = rules.format === 'json';
  for await (const record of records) {
    if (!looked && 'fields' in record) {
      checkNames(Object.keys(record.fields), source, rules);
      looked = true;
    }
    yield record;
  }
}

function checkNames(names: readonly string[], { expected, known }: UserSource, rules: ColumnRules): void {
  const missing = rules.format === 'csv' ? expected.filter((name) => !names.includes(name)) : [];
  const others = known && rules.ignoreOtherColumns !== true ? names.filter((name) => !known.includes(name)) : [];
  const faults = [
    ...missing.map((name) => `The column "${name}" is missing.`),
    // Where the first line has no names, this is somebody's data.
    ...(others.length > 0
      ? [`${others.length} of the ${names.length} columns mean nothing here${shown(others)}.`]
      : []),
  ];
  if (faults.length === 0) return;
  const columns = `The columns are: ${(known ?? expected).join(', ')}${known ? '' : ' and others'}.`;
  throw new UnreadableFile([...faults, columns].join(' '));
}

/** What looks like a name; a line of data may hold anything. */
function shown(others: readonly string[]): string {
  const names = others.filter((name) => /^[A-Za-z][\w -]{0,39}$/.test(name)).slice(0, 10);
  return names.length > 0 ? ` (${names.map((name) => `"${name}"`).join(', ')})` : '';
}
