type Row = readonly unknown[];

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly answer: PromiseWithResolvers<Answer | null>;
}

interface Sharing {
  /** How many share one statement at most; all who can by default. */
  readonly largest?: number;
  /** How many statements may be under way, two by default; who comes meanwhile shares the next. */
  readonly atOnce?: number;
}

/** Gathers what requests ask in the same turn of the event loop, so that they share one statement. */
export class SharedStatement<Asked, Answer = Row> {
  /** In the order in which they will be asked. */
  private readonly gathered: Map<string, Waiting<Asked, Answer>>[] = [];
  private readonly largest: number;
  private readonly atOnce: number;
  private underWay = 0;

  /**
   * @param run asks for all of them at once, and gives by their keys what it found; where it throws, it does so for all
   */
  constructor(
    private readonly run: (asked: readonly Asked[]) => Promise<ReadonlyMap<string, Answer>>,
    { largest = Infinity, atOnce = 2 }: Sharing = {},
  ) {
    this.largest = largest;
    this.atOnce = atOnce;
  }

  /** Null where nothing is found for the key. Who asks the same before the statement begins shares the answer. */
  ask(key: string, asked: Asked): Promise<Answer | null> {
    const same = this.waitingFor(key);
    if (same) return same;
    const answer = Promise.withResolvers<Answer | null>();
    this.next().set(key, { asked, answer });
    return answer.promise;
  }

  /** The answer that somebody waits for who has asked the same, where the statement has not begun. */
  waitingFor(key: string): Promise<Answer | null> | undefined {
    return this.gathered.find((waiting) => waiting.has(key))?.get(key)?.answer.promise;
  }

  private next(): Map<string, Waiting<Asked, Answer>> {
    const last = this.gathered.at(-1);
    if (last !== undefined && last.size < this.largest) return last;
    const fresh = new Map<string, Waiting<Asked, Answer>>();
    this.gathered.push(fresh);
    if (this.underWay < this.atOnce) setImmediate(() => void this.work());
    return fresh;
  }

  private async work(): Promise<void> {
    for (let waiting; this.underWay < this.atOnce && (waiting = this.gathered.shift()) !== undefined;) {
      this.underWay += 1;
      await this.settle(waiting);
      this.underWay -= 1;
    }
  }

  private async settle(waiting: ReadonlyMap<string, Waiting<Asked, Answer>>): Promise<void> {
    try {
      const found = await this.run([...waiting.values()].map(({ asked }) => asked));
      for (const [key, { answer }] of waiting) answer.resolve(found.get(key) ?? null);
    } catch (error) {
      for (const { answer } of waiting.values()) answer.reject(error);
    }
  }
}

/** Rows whose first column is the key. */
export function byKey(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [String(row[0]), row]));
}
