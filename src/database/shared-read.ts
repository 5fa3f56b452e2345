interface Reading<T> {
  readonly now: Promise<T>;
  next: Promise<T> | null;
}

/**
 * Lets all who ask for one costly read at about the same time share it. Who comes while it is under way gets the next
 * one and not this: so nobody is told what was true before they asked.
 */
export class SharedRead<T> {
  private readonly underWay = new Map<string, Reading<T>>();

  read(key: string, work: () => Promise<T>): Promise<T> {
    const reading = this.underWay.get(key);
    if (!reading) return this.begin(key, work);
    const again = () => this.begin(key, work);
    reading.next ??= reading.now.then(again, again);
    return reading.next;
  }

  private begin(key: string, work: () => Promise<T>): Promise<T> {
    const reading: Reading<T> = { now: work(), next: null };
    this.underWay.set(key, reading);
    const forget = () => void (reading.next === null && this.underWay.delete(key));
    reading.now.then(forget, forget);
    return reading.now;
  }
}
