import type { Clock } from '../kernel/clock.js';
import type { FirebaseHashConfig } from '../passwords/foreign-hashes/firebase-scrypt.js';
import { type CheckedRow, checkRow, rowProblem, type RowRules } from './check-row.js';
import type { BrokenRecord, FileRecord } from './formats/record.js';
import { withExpectedColumns } from './expected-columns.js';
import { type FileFormat, readRecords } from './formats/read-records.js';
import type { BatchOutcome, ImportBatch } from './import-batch.service.js';
import type { RowProblem } from './row-problem.js';
import { type SourceName, sourceOf } from './sources/source.js';
import type { UserSource } from './sources/user-source.js';

export interface ImportOptions extends Partial<Omit<RowRules, 'now'>> {
  readonly format: FileFormat;
  /** Whose names the columns have; our own by default. */
  readonly from?: SourceName;
  /** Without it people come over from Firebase without their passwords. */
  readonly firebase?: FirebaseHashConfig | null;
  /** Columns that mean nothing here are passed over; without it, one of them stops the import at once. */
  readonly ignoreOtherColumns?: boolean;
  /** Everything is checked and nothing written. */
  readonly dryRun?: boolean;
  /** Called after each batch with what it told, before the next is begun. */
  readonly onProblems?: (problems: readonly RowProblem[]) => Promise<void> | void;
  /** Called after each batch with who arrived, and what the file called them. */
  readonly onArrivals?: (
    arrivals: readonly { oldId: string | null; id: string; email: string }[],
  ) => Promise<void> | void;
  readonly onProgress?: (counts: ImportCounts) => void;
}

export interface ImportCounts {
  /** Records that are users. */
  readonly read: number;
  readonly imported: number;
  /** Of an address that has an account, or that an earlier row has. */
  readonly alreadyThere: number;
  readonly refused: number;
  /** Fields that were left out of who was imported. */
  readonly leftOut: number;
}

/** Rows in one transaction: large enough to be fast, small enough that nobody waits for it. */
const BATCH = 1_000;

/** Brings people over from another service, out of a file of any size, in memory that doesn't grow with it. */
export class UserImport {
  constructor(
    private readonly clock: Clock,
    private readonly batch: ImportBatch,
  ) {}

  /**
   * What was committed stays where the file breaks off or the process ends; run again, the import passes over who is
   * there already.
   *
   * @throws UnreadableFile where the file as a whole can't be read, or not to its end
   */
  async run(chunks: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<ImportCounts> {
    const source = sourceOf(options.from ?? 'usergraph', options.firebase ?? null);
    const rules: RowRules = {
      now: this.clock.now(),
      allowAdmins: options.allowAdmins ?? false,
      assumeVerified: options.assumeVerified ?? false,
      withoutHashes: options.withoutHashes ?? false,
      leaveOut: options.leaveOut ?? false,
    };
    const tally = new Tally(options);
    let waiting: CheckedRow[] = [];
    const settle = async (): Promise<void> => {
      const outcome = await (options.dryRun === true
        ? this.batch.preview(waiting, rules)
        : this.batch.bringIn(waiting, rules));
      waiting = [];
      await tally.add(outcome);
    };
    const records = withExpectedColumns(readRecords(chunks, options.format), source, options);
    for await (const record of records) {
      const row = await this.check(record, source, rules, tally);
      if (row) waiting.push(row);
      if (waiting.length >= BATCH) await settle();
      else if (tally.hasManyProblems) await tally.flush();
    }
    await settle();
    return tally.counts;
  }

  private async check(
    record: FileRecord | BrokenRecord,
    source: UserSource,
    rules: RowRules,
    tally: Tally,
  ): Promise<CheckedRow | null> {
    if ('code' in record) return tally.reject([rowProblem(record.line, null, record.code)]);
    const fields = source.read(record.fields);
    if (fields === null) return null;
    const { row, problems } = await checkRow(record.line, fields, rules);
    if (row === null) return tally.reject(problems);
    tally.accept(problems);
    return row;
  }
}

/** Counts, and hands on what there is to tell. */
class Tally {
  private read = 0;
  private imported = 0;
  private alreadyThere = 0;
  private refused = 0;
  private leftOut = 0;
  private problems: RowProblem[] = [];

  constructor(private readonly options: ImportOptions) {}

  get counts(): ImportCounts {
    const { read, imported, alreadyThere, refused, leftOut } = this;
    return { read, imported, alreadyThere, refused, leftOut };
  }

  get hasManyProblems(): boolean {
    return this.problems.length >= BATCH;
  }

  reject(problems: readonly RowProblem[]): null {
    this.read += 1;
    this.refused += 1;
    this.problems.push(...problems);
    return null;
  }

  /** Of a row that goes on to the database; what it leaves out counts whether or not it is let in there. */
  accept(problems: readonly RowProblem[]): void {
    this.read += 1;
    this.leftOut += problems.length;
    this.problems.push(...problems);
  }

  async add({ arrivals, alreadyThere, problems }: BatchOutcome): Promise<void> {
    this.imported += arrivals.length;
    this.alreadyThere += alreadyThere;
    this.refused += new Set(problems.filter(({ outcome }) => outcome === 'refused').map(({ line }) => line)).size;
    this.leftOut += problems.filter(({ outcome }) => outcome === 'left out').length;
    this.problems.push(...problems);
    if (arrivals.length > 0) {
      const known = arrivals.map(({ oldId, id, email }) => ({ oldId, id, email: email.address }));
      await this.options.onArrivals?.(known);
    }
    await this.flush();
  }

  async flush(): Promise<void> {
    if (this.problems.length > 0) await this.options.onProblems?.(this.problems);
    this.problems = [];
    this.options.onProgress?.(this.counts);
  }
}
