import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { DeadLetters } from '../mail/dead-letters.js';
import { DevelopmentMailbox } from '../mail/development-mailbox.js';
import { DEFAULT_MAIL_BRAND } from '../mail/mail-brand.js';
import { MailCooldown } from '../mail/mail-cooldown.js';
import { MailDelivery } from '../mail/mail-delivery.js';
import { MailTemplates } from '../mail/mail-templates.js';
import type { MailTransport } from '../mail/mail-transport.js';
import { OutboxLeases } from '../mail/outbox-leases.js';
import { OutboxWorker } from '../mail/outbox-worker.js';
import { Outbox } from '../mail/outbox.js';
import type { Basics } from './basics.js';
import type { MailProvider, UserManagementOptions } from './options.js';
import type { PasswordServices } from './passwords.js';

export interface MailServices {
  readonly outbox: Outbox;
  readonly worker: OutboxWorker;
  readonly cooldown: MailCooldown;
  readonly deadLetters: DeadLetters;
  /** Null where mails are really sent. */
  readonly mailbox: DevelopmentMailbox | null;
  readonly transport: MailTransport;
}

/** The way of a mail: outbox → worker → delivery → transport. */
export async function createMail(
  options: UserManagementOptions,
  { database, clock, ids, secretKey, logger }: Basics,
  { hasher }: Pick<PasswordServices, 'hasher'>,
): Promise<MailServices> {
  const { publicUrl, mail } = options;
  const transport = await transportOf(mail.provider, database, clock);
  const leases = new OutboxLeases(database, clock);
  // Without a frontend, the page where people can get back into their account is the one that helps them most.
  const templates = new MailTemplates(
    mail.brand ?? DEFAULT_MAIL_BRAND,
    options.frontendUrl ?? `${publicUrl}/reset-password`,
  );
  const delivery = new MailDelivery({ leases, templates, transport, secretKey, clock, logger, from: mail.from });
  const isPressed = () => hasher.load.running > 0;
  hasher.beforeFirst(() => Promise.all([templates.warmUp(), transport.warmUp?.()]));
  const worker = new OutboxWorker({ leases, delivery, clock, logger, atOnce: transport.atOnce, isPressed });
  return {
    outbox: new Outbox({ database, clock, ids, secretKey, publicUrl, onQueued: () => worker.wake() }),
    worker,
    cooldown: new MailCooldown({ clock, secretKey, enabled: options.rateLimits }),
    deadLetters: new DeadLetters(database, clock),
    mailbox: transport instanceof DevelopmentMailbox ? transport : null,
    transport,
  };
}

/** The clients of the providers are loaded only where they are used. */
async function transportOf(provider: MailProvider, database: Database, clock: Clock): Promise<MailTransport> {
  if (!('kind' in provider)) return provider;
  switch (provider.kind) {
    case 'development':
      return new DevelopmentMailbox(database);
    case 'smtp': {
      const { SmtpTransport } = await import('../mail/smtp-transport.js');
      return new SmtpTransport(provider.url);
    }
    case 'sendgrid': {
      const { SendgridTransport } = await import('../mail/sendgrid-transport.js');
      return new SendgridTransport({ ...provider, clock });
    }
  }
}
