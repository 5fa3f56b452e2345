/** How many statements may be under way; who comes meanwhile shares the next. */
const AT_ONCE = 2;

/**
 * Gathers what requests ask in the same turn of the event loop, so that they share one statement.
 *
 *     const mine = Promise.withResolvers<Row | null>();
 *     shared.next().set(key, mine); // and `answer` settles all that the map holds
 */
export class SharedStatement<Asked> {
  /** In the order in which they will be asked. */
  private readonly gathered: Map<string, Asked>[] = [];
  private underWay = 0;

  /**
   * @param answer asks for all of them at once; it must settle each, and not throw
   * @param largest how many share one statement at most
   */
  constructor(
    private readonly answer: (asked: ReadonlyMap<string, Asked>) => Promise<void>,
    private readonly largest = Infinity,
  ) {}

  /** What a statement to come will ask. */
  next(): Map<string, Asked> {
    const last = this.gathered.at(-1);
    if (last !== undefined && last.size < this.largest) return last;
    const fresh = new Map<string, Asked>();
    this.gathered.push(fresh);
    if (this.underWay < AT_ONCE) setImmediate(() => void this.ask());
    return fresh;
  }

  private async ask(): Promise<void> {
    for (let asked; this.underWay < AT_ONCE && (asked = this.gathered.shift()) !== undefined;) {
      this.underWay += 1;
      await this.answer(asked);
      this.underWay -= 1;
    }
  }
}
