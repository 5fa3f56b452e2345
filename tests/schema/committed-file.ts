import { readFileSync, writeFileSync } from 'node:fs';

const UPDATE = process.env['UPDATE_LISTS'] === '1';

export function committed(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The lines of a committed list. */
export function committedLines(path: string): string[] {
  return committed(path).split('\n').filter(Boolean);
}

/** Writes the list where the run was asked to (`UPDATE_LISTS=1`), and says what the committed one is then. */
export function updatedLines(path: string, lines: readonly string[]): string[] {
  if (UPDATE) writeFileSync(new URL(`../../${path}`, import.meta.url), lines.map((line) => `${line}\n`).join(''));
  return committedLines(path);
}
