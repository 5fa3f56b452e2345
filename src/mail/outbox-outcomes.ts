import { setTimeout as sleep } from 'node:timers/promises';
import { milliseconds } from '../kernel/duration.js';
import type { MailOutcome, OutboxLeases, ReturnedMail } from './outbox-leases.js';
import type { OutboxMail } from './outbox-mail.entity.js';

/** Lets in what is as good as here; short beside what a mail takes on its way. */
const GATHERED_FOR = milliseconds(10);

interface WaitingOutcome extends ReturnedMail {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Stores outcomes together that come at about the same time: one commit for all that came while the last one ran. */
export class OutboxOutcomes {
  private readonly waiting: WaitingOutcome[] = [];
  private storing = false;

  constructor(private readonly leases: OutboxLeases) {}

  /** Resolves once it is stored. */
  store(mail: OutboxMail, outcome: MailOutcome): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ mail, outcome, resolve, reject });
      if (!this.storing) void this.storeWaiting();
    });
  }

  private async storeWaiting(): Promise<void> {
    this.storing = true;
    while (this.waiting.length > 0) {
      await sleep(GATHERED_FOR);
      await this.storeTogether(this.waiting.splice(0));
    }
    this.storing = false;
  }

  private async storeTogether(group: readonly WaitingOutcome[]): Promise<void> {
    try {
      await this.leases.giveBack(group);
      for (const { resolve } of group) resolve();
    } catch (error) {
      const [only, ...others] = group;
      if (others.length === 0) return only?.reject(error);
      // One that can't be stored takes none of the others with it.
      for (const outcome of group) await this.storeTogether([outcome]);
    }
  }
}
