import type { CsvError, Parser } from 'csv-parse';
import { withoutGuard } from './csv-line.js';
import { type BrokenRecord, type FileRecord, LONGEST_RECORD, UnreadableFile } from './record.js';

interface Row {
  readonly record: readonly string[];
  /** On which it begins. */
  readonly line: number;
}

/**
 * CSV (RFC 4180) with a line of names: commas, quotes around what holds commas, quotes or line breaks, and any line ends.
 * A record with too many or too few fields is broken. Where a quote is wrong nothing after it can be trusted.
 */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<FileRecord | BrokenRecord> {
  let names: readonly string[] | undefined;
  let end = 0;
  try {
    for await (const { record, line } of rowsOf(text)) {
      if (names === undefined) names = namesOf(record);
      else if (record.length === names.length) yield { line, fields: fieldsOf(names, record) };
      else yield { line, code: 'MALFORMED' };
      end = line + lineBreaks(record);
    }
  } catch (error) {
    throw isCsvError(error)
      ? new UnreadableFile(`The CSV can't be read from line ${end + 1} on: ${reason(error)}`)
      : error;
  }
  if (names === undefined) throw new UnreadableFile('The file is empty: the first line of a CSV names its columns.');
}

/** Record by record up to the fault, if there is one: read as a stream, those shortly before it would be lost with it. */
async function* rowsOf(text: AsyncIterable<string>): AsyncGenerator<Row> {
  const rows: Row[] = [];
  const { parse } = await import('csv-parse');
  const parser = parse({
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
    on_record(record: readonly string[], { lines }) {
      rows.push({ record, line: lines - lineBreaks(record) });
      return null;
    },
  });
  // The faults come through `write` and `end`.
  parser.on('error', () => {}).resume();
  for await (const piece of text) {
    const fault = await settled(parser, piece);
    yield* rows.splice(0);
    if (fault) throw fault;
  }
  const fault = await settled(parser, null);
  yield* rows.splice(0);
  if (fault) throw fault;
}

/** @param piece null for the end */
function settled(parser: Parser, piece: string | null): Promise<Error | null | undefined> {
  return new Promise((resolve) => {
    if (piece === null) parser.end(resolve);
    else parser.write(piece, resolve);
  });
}

function lineBreaks(record: readonly string[]): number {
  return record.reduce((count, field) => count + (field.match(/\r\n?|\n/g)?.length ?? 0), 0);
}

function namesOf(record: readonly string[]): readonly string[] {
  const names = record.map((name) => name.trim());
  const twice = names.find((name, place) => name !== '' && names.indexOf(name) !== place);
  if (twice !== undefined) throw new UnreadableFile(`The column "${twice}" is there twice.`);
  return names;
}

/** In CSV nothing and an empty text are the same. */
function fieldsOf(names: readonly string[], record: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, place) => [name, withoutGuard(record[place] ?? '') || null]));
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');
}

/** The library's own words would quote the line, and a password's hash with it. */
function reason({ code }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE') return 'a record is too long. A quote that is not closed may be why.';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is not closed.';
  return 'a quote stands where none may.';
}
