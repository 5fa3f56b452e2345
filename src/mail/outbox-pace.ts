import { setImmediate as oneTurn, setTimeout as sleep } from 'node:timers/promises';
import { type Duration, milliseconds } from '../kernel/duration.js';

/** Together fifty mails a second, a small part of a core; several at once, because their outcomes are stored together. */
const AT_ONCE = 5;
const PAUSE: Duration = milliseconds(100);
/** People come back a moment later with their next step. */
const STILL_PRESSED_FOR: Duration = milliseconds(200);

/**
 * How fast mails may set out. As fast as they can, as long as nobody waits for the processor; but whoever registers or
 * signs in meanwhile waits for a hash, which gives way to all else that this process does: a long queue would take
 * the processor from them. Mails are in less of a hurry, so they go a few at a time then.
 */
export class OutboxPace {
  private turn: Promise<void> = Promise.resolve();
  private pressedAt = -Infinity;
  private begun = 0;

  /** @param isPressed whether somebody waits for what the mails would take from them */
  constructor(private readonly isPressed: () => boolean) {}

  /** Resolves when the next mail may set out, in the order in which they ask; one a turn, so that requests come in between. */
  next(): Promise<void> {
    return (this.turn = this.turn.then(() => this.pauseWherePressed()));
  }

  private async pauseWherePressed(): Promise<void> {
    const now = performance.now();
    if (this.isPressed()) this.pressedAt = now;
    if (now - this.pressedAt > STILL_PRESSED_FOR) this.begun = 0;
    else if (this.begun < AT_ONCE) this.begun += 1;
    else {
      await sleep(PAUSE);
      this.begun = 1;
    }
    await oneTurn();
  }
}
