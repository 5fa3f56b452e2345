import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.js';

/** Makes row ids. */
export interface Ids {
  next(): string;
}

/**
 * UUIDv7 (RFC 9562, section 5.7): sortable by the time they were made. Within one millisecond a 12-bit counter keeps
 * the order (section 6.2, method 1); 62 bits are random.
 */
export class UuidV7 implements Ids {
  private lastMillisecond = 0;
  private counter = 0;

  constructor(private readonly clock: Clock) {}

  next(): string {
    this.advance(this.clock.now().getTime());
    const [time, counter] = [hex(this.lastMillisecond, 12), hex(this.counter, 3)];
    // A version 4 ends with the same variant and as many random bits, and Node has those at hand by the hundred.
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${randomUUID().slice(19)}`;
  }

  private advance(millisecond: number): void {
    if (millisecond > this.lastMillisecond) {
      this.lastMillisecond = millisecond;
      this.counter = 0;
    } else if (this.counter < 0xfff) {
      this.counter += 1;
    } else {
      this.lastMillisecond += 1;
      this.counter = 0;
    }
  }
}

/** Before every id that was made at that instant or later, and after those made before it; none was before 1970. */
export function lowestIdAt(instant: Date): string {
  const time = hex(Math.max(0, instant.getTime()), 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text from outside can be an id at all; PostgreSQL raises an error on a malformed uuid. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
