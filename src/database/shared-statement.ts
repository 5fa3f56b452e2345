/** How many statements may be under way; who comes meanwhile shares the next. */
const AT_ONCE = 2;

/**
 * Gathers what requests ask in the same turn of the event loop, so that they share one statement.
 *
 *     const mine = Promise.withResolvers<Row | null>();
 *     shared.next().set(key, mine); // and `answer` settles all that the map holds
 */
export class SharedStatement<Asked> {
  private gathered: Map<string, Asked> | null = null;
  private underWay = 0;

  /** @param answer asks for all of them at once; it must settle each, and not throw */
  constructor(private readonly answer: (asked: ReadonlyMap<string, Asked>) => Promise<void>) {}

  /** What the next statement will ask. */
  next(): Map<string, Asked> {
    if (this.gathered === null) {
      this.gathered = new Map();
      if (this.underWay < AT_ONCE) setImmediate(() => void this.ask());
    }
    return this.gathered;
  }

  private async ask(): Promise<void> {
    while (this.gathered !== null && this.underWay < AT_ONCE) {
      const asked = this.gathered;
      this.gathered = null;
      this.underWay += 1;
      await this.answer(asked);
      this.underWay -= 1;
    }
  }
}
