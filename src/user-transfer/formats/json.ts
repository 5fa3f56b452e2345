import { type BrokenRecord, type FileRecord, LONGEST_RECORD, UnreadableFile } from './record.js';
import { parseObject } from './jsonl.js';

const STRUCTURE = /["{}[\]\n]/g;
const IN_STRING = /["\\\n]/g;

/**
 * The objects of the first list in a JSON document: `[{…}, …]` or `{"users": [{…}, …]}`. The document is never held as a
 * whole: only brackets and strings are followed, and each object is parsed by itself.
 */
export async function* readJson(text: AsyncIterable<string>): AsyncGenerator<FileRecord | BrokenRecord> {
  const scanner = new Scanner();
  for await (const chunk of text) yield* scanner.feed(chunk);
  if (!scanner.sawList) throw new UnreadableFile('There is no list of users in the JSON.');
  if (!scanner.isComplete) throw new UnreadableFile(`The JSON ends in the middle, on line ${scanner.line}.`);
}

class Scanner {
  line = 1;
  sawList = false;
  private readonly open: string[] = [];
  private inString = false;
  private escaped = false;
  /** The object that is being read, from its first brace on; null between objects. */
  private object: string | null = null;
  private depth = 0;
  private beganAt = 1;

  get isComplete(): boolean {
    return this.open.length === 0 && !this.inString;
  }

  *feed(chunk: string): Generator<FileRecord | BrokenRecord> {
    let from = 0;
    let at = this.escaped ? 1 : 0;
    this.escaped = false;
    for (let next = this.next(chunk, at); next !== null; next = this.next(chunk, at)) {
      at = next + 1;
      const character = chunk.charAt(next);
      if (character === '\n') this.line += 1;
      else if (character === '\\') {
        this.escaped = at === chunk.length;
        at += 1;
      } else if (character === '"') this.inString = !this.inString;
      else if (character === '{' || character === '[') {
        if (this.begins(character)) from = next;
        this.open.push(character);
      } else {
        if (this.open.pop() !== (character === '}' ? '{' : '[')) {
          throw new UnreadableFile(`The JSON can't be read: line ${this.line} closes what is not open.`);
        }
        if (this.object !== null && this.open.length < this.depth) {
          yield this.finished(chunk.slice(from, at));
        }
      }
    }
    this.keep(chunk.slice(from));
  }

  private next(chunk: string, at: number): number | null {
    const pattern = this.inString ? IN_STRING : STRUCTURE;
    pattern.lastIndex = at;
    return pattern.exec(chunk)?.index ?? null;
  }

  /** A brace within a list, and not within an object that is being read. */
  private begins(character: string): boolean {
    if (character === '[') this.sawList = true;
    if (character !== '{' || this.object !== null || this.open.at(-1) !== '[') return false;
    [this.object, this.depth, this.beganAt] = ['', this.open.length + 1, this.line];
    return true;
  }

  private keep(part: string): void {
    if (this.object === null) return;
    this.object += part;
    if (this.object.length > LONGEST_RECORD) {
      throw new UnreadableFile(`The user on line ${this.beganAt} is too long; a quote that is not closed may be why.`);
    }
  }

  private finished(rest: string): FileRecord | BrokenRecord {
    this.keep(rest);
    const fields = parseObject(this.object ?? '');
    this.object = null;
    return fields ? { line: this.beganAt, fields } : { line: this.beganAt, code: 'MALFORMED' };
  }
}
