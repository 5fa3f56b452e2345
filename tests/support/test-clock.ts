import { after, type Duration } from '../../src/kernel/duration.js';
import type { Clock } from '../../src/kernel/clock.js';

/** Stands still until it is told to go on. */
export class TestClock implements Clock {
  constructor(private instant = new Date('2026-11-21T08:30:00.000Z')) {}

  now(): Date {
    return this.instant;
  }

  passes(duration: Duration): void {
    this.instant = after(this.instant, duration);
  }
}
