import { readCsv } from './csv.js';
import { readJson } from './json.js';
import { readJsonLines } from './jsonl.js';
import { type BrokenRecord, type FileRecord, textOf } from './record.js';

export const fileFormats = ['csv', 'jsonl', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

const readers = { csv: readCsv, jsonl: readJsonLines, json: readJson };

/** The records of a file of any size, one after the other. */
export function readRecords(
  chunks: AsyncIterable<Uint8Array>,
  format: FileFormat,
): AsyncGenerator<FileRecord | BrokenRecord> {
  return readers[format](textOf(chunks));
}
