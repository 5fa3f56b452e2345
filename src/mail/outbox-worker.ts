import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';
import { type Duration, milliseconds, seconds } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import type { MailDelivery } from './mail-delivery.js';
import { failureReason } from './mail-transport.js';
import type { OutboxMail } from './outbox-mail.entity.js';
import { OutboxPace } from './outbox-pace.js';
import type { MailOutcome, OutboxLeases } from './outbox-leases.js';

const AT_ONCE = 50;
const SHORTEST_PAUSE = milliseconds(50);
/** For what wakes nobody here: mails that another instance queued, and leases of a worker that died. */
const LONGEST_PAUSE = seconds(5);
/** Who starts has requests to answer first; a mail that is queued wakes it before. */
const PAUSE_AT_START = milliseconds(200);
const PAUSE_AFTER_ERROR = seconds(2);
/** Short enough for the whole program to end in time; what is left goes out when its lease has run out. */
const STOP_PATIENCE = seconds(5);

export interface OutboxWorkerOptions {
  readonly leases: OutboxLeases;
  readonly delivery: MailDelivery;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How many mails may be on their way at once; a slow one holds up none of the others. */
  readonly atOnce?: number | undefined;
  /** Whether people wait for the processor; a running worker takes less of it then. */
  readonly isPressed?: () => boolean;
}

/** Sends what waits in the outbox: at once when woken, by the clock otherwise. */
export class OutboxWorker {
  private readonly deliveries = new Set<Promise<void>>();
  /** Those of them that are on their way: what became of the others is being stored. */
  private sending = 0;
  private running = false;
  private looking: Promise<void> | null = null;
  private wokenMeanwhile = false;
  private moreMayWait = false;
  private failing = false;
  private timer: NodeJS.Timeout | undefined;
  private refill: NodeJS.Timeout | undefined;

  private readonly pace: OutboxPace;

  constructor(private readonly options: OutboxWorkerOptions) {
    this.pace = new OutboxPace(() => this.running && (options.isPressed?.() ?? false));
  }

  start(): void {
    this.running = true;
    this.timer = setTimeout(() => this.wake(), PAUSE_AT_START).unref();
  }

  /** Looks for mails now; does nothing where the worker is not running. */
  wake(): void {
    if (!this.running) return;
    this.wokenMeanwhile = true;
    this.looking ??= this.look();
  }

  /** Takes no more mails, and waits for those on their way; what it leaves goes out when its lease has run out. */
  async stop(patience: Duration = STOP_PATIENCE): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    clearTimeout(this.refill);
    const enough = new AbortController();
    await Promise.race([this.settled(), sleep(patience, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
  }

  /** One round: sends what is due, up to as many as go at once. For programs that have no worker running. */
  async runOnce(): Promise<number> {
    const mails = await this.options.leases.claim(this.atOnce);
    await Promise.all(mails.map((mail) => this.track(this.deliver(mail))));
    return mails.length;
  }

  /** Rounds until nothing is due, and until what a running worker had begun is done. */
  async drain(): Promise<number> {
    let count = 0;
    let sent: number;
    do {
      await this.settled();
      sent = await this.runOnce();
      count += sent;
    } while (sent > 0);
    await this.settled();
    return count;
  }

  private get atOnce(): number {
    return this.options.atOnce ?? AT_ONCE;
  }

  /** Who can't store what became of mails soon takes no more: their leases end, and they would go out again. */
  private get free(): number {
    return Math.min(this.atOnce - this.sending, 2 * this.atOnce - this.deliveries.size);
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    let pause: Duration;
    do pause = await this.sendDue();
    while (this.wokenMeanwhile && this.running);
    this.looking = null;
    if (this.running) this.timer = setTimeout(() => this.wake(), pause).unref();
  }

  /** Never throws, so that the worker outlives a database that was away. */
  private async sendDue(): Promise<Duration> {
    try {
      while (this.wokenMeanwhile && this.running) {
        this.wokenMeanwhile = false;
        await this.fillUp();
      }
      const pause = await this.untilNextDue();
      this.failing = false;
      return pause;
    } catch (error) {
      if (!this.failing) this.options.logger.warn('The outbox cannot be read', { reason: failureReason(error) });
      this.failing = true;
      this.wokenMeanwhile = false;
      return PAUSE_AFTER_ERROR;
    }
  }

  private async fillUp(): Promise<void> {
    const limit = this.free;
    const mails = limit > 0 ? await this.options.leases.claim(limit) : [];
    for (const mail of mails) void this.track(this.deliver(mail, this.pace));
    this.moreMayWait = mails.length >= limit;
  }

  private async deliver(mail: OutboxMail, pace?: OutboxPace): Promise<void> {
    this.sending += 1;
    const outcome = await this.tried(mail, pace).finally(() => {
      this.sending -= 1;
      this.refillSoon();
    });
    await this.options.delivery.remember(mail, outcome);
  }

  private async tried(mail: OutboxMail, pace: OutboxPace | undefined): Promise<MailOutcome> {
    await pace?.next();
    return this.options.delivery.outcomeOf(mail);
  }

  /** Never rejects. */
  private track(delivery: Promise<void>): Promise<void> {
    const tracked = delivery
      .catch((error: unknown) =>
        this.options.logger.warn('The outcome of a mail was not stored', { reason: failureReason(error) }),
      )
      .finally(() => {
        this.deliveries.delete(tracked);
        this.refillSoon();
      });
    this.deliveries.add(tracked);
    return tracked;
  }

  /** Takes many at once where that costs no waiting: claiming one by one took more than sending them. */
  private refillSoon(): void {
    if (!this.moreMayWait || this.free <= 0) return;
    if (this.free * 2 >= this.atOnce) return this.wake();
    this.refill ??= setTimeout(() => {
      this.refill = undefined;
      this.wake();
    }, SHORTEST_PAUSE).unref();
  }

  private async untilNextDue(): Promise<Duration> {
    if (this.moreMayWait) return LONGEST_PAUSE;
    const next = await this.options.leases.nextDueAt();
    if (next === null) return LONGEST_PAUSE;
    const pause = next.getTime() - this.options.clock.now().getTime();
    return milliseconds(Math.min(Math.max(pause, SHORTEST_PAUSE), LONGEST_PAUSE));
  }

  private async settled(): Promise<void> {
    while (this.looking !== null || this.deliveries.size > 0) await Promise.all([this.looking, ...this.deliveries]);
  }
}
