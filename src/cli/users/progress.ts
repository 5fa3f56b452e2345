import type { CommandIo } from '../command.js';

const EVERY_ROWS = 50_000;
const WIDTH = 30;

/** How far long work has come: a bar for a person, and a line now and then for a log. */
export class Progress {
  private lastLine = 0;
  private readonly startedAt = performance.now();
  private shown = false;

  /** @param total in the unit of `done`, 0 where it is not known */
  constructor(
    private readonly io: CommandIo,
    private readonly total: number,
  ) {}

  show(done: number, rows: number): void {
    if (this.io.terminal?.isInteractive === true) {
      this.io.terminal.status(`${this.bar(done)}${rows.toLocaleString('en')} rows, ${this.speed(rows)}`);
      this.shown = true;
    } else if (rows - this.lastLine >= EVERY_ROWS) {
      this.lastLine = rows;
      this.io.err(`${rows.toLocaleString('en')} rows, ${this.speed(rows)}`);
    }
  }

  end(): void {
    if (this.shown) this.io.terminal?.status('');
  }

  private bar(done: number): string {
    if (this.total === 0) return '';
    const part = Math.min(1, done / this.total);
    const full = Math.round(part * WIDTH);
    return `[${'='.repeat(full)}${' '.repeat(WIDTH - full)}] ${Math.floor(part * 100)}%  `;
  }

  private speed(rows: number): string {
    const seconds = (performance.now() - this.startedAt) / 1_000;
    return `${Math.round(rows / Math.max(seconds, 0.001)).toLocaleString('en')} a second`;
  }
}
