import type { EntityManager } from '@mikro-orm/sql';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { Outbox } from '../mail/outbox.js';
import type { NewSession } from '../sessions/sessions.service.js';

/** Tells a user by mail of a sign-in from a device not seen before. */
export class SignInNotice {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly enabled: boolean,
  ) {}

  async consider(
    em: EntityManager,
    { user, deviceName, fromNewDevice }: NewSession,
    client: ClientInfo,
  ): Promise<void> {
    if (!this.enabled || !fromNewDevice) return;
    const content = { kind: 'new_sign_in', deviceName, ip: client.ip, at: this.clock.now().toISOString() } as const;
    await this.outbox.queue(em, { recipient: user.email, locale: user.locale ?? null, content, expiresAt: null });
  }
}
