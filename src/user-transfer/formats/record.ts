/** One record of a file, as it stands there. */
export interface FileRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A record that can't be read; those after it can. */
export interface BrokenRecord {
  readonly line: number;
  readonly code: 'MALFORMED' | 'TOO_LONG';
}

/** The file as a whole can't be read, or not from here on. The message is for people. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** UTF-16 units; a user takes a few hundred. It bounds the memory that one missing quote or line break takes. */
export const LONGEST_RECORD = 256 * 1024;

/** The text of the bytes, in pieces, without a byte order mark. */
export async function* textOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let begun = false;
  for await (const chunk of chunks) {
    const text = decode(decoder, chunk);
    if (text === '') continue;
    yield !begun && text.startsWith('\ufeff') ? text.slice(1) : text;
    begun = true;
  }
  yield decode(decoder);
}

/** Without a chunk: what is left at the end. */
function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new UnreadableFile('The file is not in UTF-8: convert it first.');
  }
}
