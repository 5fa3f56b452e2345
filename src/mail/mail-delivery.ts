import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseClosed } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { type Duration, milliseconds, seconds } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import type { SecretKey } from '../kernel/secrets.js';
import type { MailContent } from './mail-content.js';
import type { MailTemplates } from './mail-templates.js';
import {
  failureReason,
  isOneMailbox,
  MailDelayed,
  MailRefused,
  type MailSender,
  type MailTransport,
  type RenderedMail,
} from './mail-transport.js';
import type { MailOutcome, OutboxLeases } from './outbox-leases.js';
import type { OutboxMail } from './outbox-mail.entity.js';
import { OutboxOutcomes } from './outbox-outcomes.js';
import { nextTry } from './retry-schedule.js';

/** Shorter than a lease: once it is over, nobody else is sending this mail yet. */
const SEND_PATIENCE = seconds(45);

const REMEMBER_TRIES = 6;
const FIRST_REMEMBER_PAUSE = milliseconds(100);

export interface MailDeliveryOptions {
  readonly leases: OutboxLeases;
  readonly templates: MailTemplates;
  readonly transport: MailTransport;
  readonly secretKey: SecretKey;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly from: MailSender;
  /** From 0 to 1, for the jitter. */
  readonly random?: () => number;
  readonly sendPatience?: Duration;
}

/** Takes one mail out of the house, and writes down what became of it. */
export class MailDelivery {
  private readonly outcomes: OutboxOutcomes;

  constructor(private readonly options: MailDeliveryOptions) {
    this.outcomes = new OutboxOutcomes(options.leases);
  }

  /** Sends it; never rejects for what happens to the mail. */
  async outcomeOf(mail: OutboxMail): Promise<MailOutcome> {
    if (mail.expiresAt && mail.expiresAt <= this.options.clock.now()) return { status: 'expired' };
    try {
      await this.send(mail);
      return { status: 'sent' };
    } catch (error) {
      return this.afterFailure(mail, error);
    }
  }

  private async send(mail: OutboxMail): Promise<void> {
    const { transport, sendPatience = SEND_PATIENCE } = this.options;
    if (!isOneMailbox(mail.recipient)) throw new MailRefused('not one plain address');
    await within(sendPatience, transport.send(await this.rendered(mail)));
  }

  private async rendered(mail: OutboxMail): Promise<RenderedMail> {
    const { secretKey, templates, from } = this.options;
    const content = JSON.parse(secretKey.open('mail', mail.sealedContent ?? '')) as MailContent;
    const parts = await templates.render(content, mail.locale ?? null);
    const { id, kind, messageId, recipient, createdAt } = mail;
    return { id, kind, messageId, from, to: recipient, date: createdAt, ...parts };
  }

  private afterFailure(mail: OutboxMail, error: unknown): MailOutcome {
    const { clock, logger, random = Math.random } = this.options;
    const lastError = failureReason(error);
    const retryAfter = error instanceof MailDelayed ? error.retryAfter : null;
    const failed = {
      attempts: mail.attempts,
      createdAt: mail.createdAt,
      now: clock.now(),
      retryAfter,
      random: random(),
    };
    const nextAttemptAt = error instanceof MailRefused ? null : nextTry(failed);
    const fields = { mailId: mail.id, kind: mail.kind, attempts: mail.attempts, reason: lastError };
    if (nextAttemptAt === null) {
      logger.error('A mail was given up', fields);
      return { status: 'dead', lastError };
    }
    logger.warn('A mail could not be sent yet', { ...fields, nextAttemptAt });
    return { status: 'queued', nextAttemptAt, lastError };
  }

  /** Tries again for some seconds: a mail that was sent, and is not known to be, goes out twice. */
  async remember(mail: OutboxMail, outcome: MailOutcome): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.outcomes.store(mail, outcome);
        return;
      } catch (error) {
        if (attempt >= REMEMBER_TRIES || error instanceof DatabaseClosed) throw error;
        await sleep(FIRST_REMEMBER_PAUSE * 2 ** attempt);
      }
    }
  }
}

async function within(patience: Duration, sending: Promise<void>): Promise<void> {
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLong.reject(new MailDelayed('no answer in time')), patience).unref();
  // Whichever comes second has nobody to hear its failure.
  for (const loser of [sending, tooLong.promise]) loser.catch(() => undefined);
  try {
    await Promise.race([sending, tooLong.promise]);
  } finally {
    clearTimeout(timer);
  }
}
