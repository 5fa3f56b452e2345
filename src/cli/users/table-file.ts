import { type FileHandle, open } from 'node:fs/promises';
import { csvLine } from '../../app/operator.js';

type Row = readonly (string | number | null)[];

/** A file of rows, as CSV or, by its ending, as JSON lines. Only its owner may read it. */
export class TableFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly columns: readonly string[],
    private readonly isJson: boolean,
  ) {}

  /**
   * Null where no path is given.
   *
   * @param keep whether what stands in the file stays; else it is written anew
   */
  static async open(path: string | undefined, columns: readonly string[], keep = false): Promise<TableFile | null> {
    if (path === undefined) return null;
    const file = await open(path, keep ? 'a' : 'w', 0o600);
    const table = new TableFile(file, columns, path.endsWith('.jsonl'));
    const isEmpty = (await file.stat()).size === 0;
    if (!table.isJson && isEmpty) await file.write(csvLine(columns));
    return table;
  }

  async add(rows: readonly Row[]): Promise<void> {
    await this.file.write(rows.map((row) => this.lineOf(row)).join(''));
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private lineOf(row: Row): string {
    if (!this.isJson) return csvLine(row);
    const entries = row.map((value, place) => [this.columns[place] ?? '', value] as const);
    return `${JSON.stringify(Object.fromEntries(entries))}\n`;
  }
}
