import { randomBytes } from 'node:crypto';
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
    const bytes = randomBytes(16);
    bytes.writeUIntBE(this.lastMillisecond, 0, 6);
    bytes.writeUInt16BE(0x7000 | this.counter, 6);
    bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
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
  const hex = Math.max(0, instant.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text from outside can be an id at all; PostgreSQL raises an error on a malformed uuid. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
