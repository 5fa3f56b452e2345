import type { EntityManager } from '@mikro-orm/sql';
import type { EventKind } from '../events/event-kind.js';
import type { EventLog } from '../events/event-log.js';
import type { EventMetadata } from '../events/event.entity.js';
import type { Clock } from '../kernel/clock.js';
import { type UserError, userError } from '../kernel/user-error.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { isFreeText } from '../roles/role-form.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { nothingPending, type User, UserEntity } from '../users/user.entity.js';
import { administrationEvents } from './administration.events.js';
import type { Author } from './author.js';

const LONGEST_REASON = 500;

/** What all who suspend and reinstate share: administrators, and whoever runs the server. The user's row must be locked. */
export class Suspension {
  constructor(
    private readonly clock: Clock,
    private readonly sessions: Sessions,
    private readonly tokens: OneTimeTokens,
    private readonly events: EventLog,
  ) {}

  /**
   * Ends sessions and mailed links at once. On one who is suspended already, changes the reason where one is given.
   *
   * @param reason checked; undefined where none is given, null for none
   */
  async suspend(em: EntityManager, target: User, reason: string | null | undefined, by: Author): Promise<User> {
    const text = reason === undefined ? (target.suspensionReason ?? null) : reason?.trim() || null;
    await this.sessions.endAll(em, target.id);
    await this.tokens.endAll(em, target.id);
    if (target.suspendedAt && text === (target.suspensionReason ?? null)) return target;
    const now = this.clock.now();
    const suspended = { suspendedAt: target.suspendedAt ?? now, suspensionReason: text, ...nothingPending };
    await em.nativeUpdate(UserEntity, { id: target.id }, { ...suspended, updatedAt: now });
    await this.record(em, administrationEvents.suspended, target, by, { reason: text });
    return em.refreshOrFail(target);
  }

  /** The user signs in again; the sessions of before stay ended. Quiet for one who isn't suspended. */
  async reinstate(em: EntityManager, target: User, by: Author): Promise<User> {
    if (!target.suspendedAt) return target;
    const reinstated = { suspendedAt: null, suspensionReason: null, updatedAt: this.clock.now() };
    await em.nativeUpdate(UserEntity, { id: target.id }, reinstated);
    await this.record(em, administrationEvents.reinstated, target, by);
    return em.refreshOrFail(target);
  }

  private record(
    em: EntityManager,
    kind: EventKind,
    { id: userId }: User,
    { actorId, client, metadata }: Author,
    more: EventMetadata = {},
  ): Promise<void> {
    return this.events.recordEvent(em, { kind, userId, actorId, client, metadata: { ...metadata, ...more } });
  }
}

export function reasonErrors(reason: string | null | undefined, path: readonly string[]): UserError[] {
  return reason && !isFreeText(reason, LONGEST_REASON) ? [userError('INVALID_VALUE', path)] : [];
}
