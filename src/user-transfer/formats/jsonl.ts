import { type BrokenRecord, type FileRecord, LONGEST_RECORD } from './record.js';

/** One JSON object on each line; empty lines count for nothing. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<FileRecord | BrokenRecord> {
  let line = 1;
  for await (const content of linesOf(text)) {
    if (content === null) yield { line, code: 'TOO_LONG' };
    else if (content.trim() !== '') {
      const fields = parseObject(content);
      yield fields ? { line, fields } : { line, code: 'MALFORMED' };
    }
    line += 1;
  }
}

export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Null for a line that is too long to be one; it is passed over without being kept. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string | null> {
  let line = '';
  let tooLong = false;
  const finished = (): string | null => {
    const result = tooLong ? null : line;
    [line, tooLong] = ['', false];
    return result;
  };
  for await (const chunk of text) {
    const [first = '', ...others] = chunk.split('\n');
    for (const [place, part] of [first, ...others].entries()) {
      if (place > 0) yield finished();
      tooLong ||= line.length + part.length > LONGEST_RECORD;
      line = tooLong ? '' : line + part;
    }
  }
  yield finished();
}
