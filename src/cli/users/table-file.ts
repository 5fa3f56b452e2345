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

  /** Null where no path is given. */
  static async open(path: string | undefined, columns: readonly string[]): Promise<TableFile | null> {
    if (path === undefined) return null;
    const table = new TableFile(await open(path, 'w', 0o600), columns, path.endsWith('.jsonl'));
    if (!table.isJson) await table.file.write(csvLine(columns));
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
