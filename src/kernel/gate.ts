/** Lets so much work through at once; the rest waits in line. How long the line may be is for the caller to say. */
export class Gate {
  private inside = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly atOnce: number) {}

  get running(): number {
    return this.inside;
  }

  get waiting(): number {
    return this.line.length;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside < this.atOnce) this.inside += 1;
    else await new Promise<void>((resolve) => this.line.push(resolve));
    try {
      return await work();
    } finally {
      // The place is handed over by the one who leaves, so the count does not change.
      const next = this.line.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }
}
