import type { EntityManager } from '@mikro-orm/sql';
import type { Viewer } from '../access/viewer.js';
import type { AccountEnd } from '../account/account-end.service.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { endPendingRegistrations } from '../registration/pending-registrations.js';
import { isFreeText } from '../roles/role-form.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { usernameKey } from '../users/profile.js';
import { nothingPending, type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { administrationEvents } from './administration.events.js';
import { type Act, type Authority, takingAwayErrors, USER_ID } from './authority.js';
import { takenErrors } from './taken.js';

const LONGEST_REASON = 500;

interface UserStandingNeeds {
  readonly clock: Clock;
  readonly authority: Authority;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly tokens: OneTimeTokens;
  readonly accountEnd: AccountEnd;
  readonly events: EventLog;
}

/** Whether a user is let in: suspended and reinstated, deleted and restored. Each is quiet where it is so already. */
export class UserStanding {
  constructor(private readonly needs: UserStandingNeeds) {}

  /** Ends sessions and mailed links at once. On one who is suspended already, changes the reason where one is given. */
  suspend(by: Viewer, userId: string, reason: string | null | undefined, client: ClientInfo): Promise<Result<User>> {
    const problems = reasonErrors(reason);
    const request = { permission: 'users:write', userId, problems, withAdministrators: true } as const;
    return this.needs.authority.actOn(by, request, async (em, act) => {
      const errors = [...problems, ...takingAwayErrors(act)];
      if (errors.length > 0) return refused(...errors);
      const { target } = act;
      const text = reason === undefined ? (target.suspensionReason ?? null) : reason?.trim() || null;
      await this.needs.sessions.endAll(em, target.id);
      await this.needs.tokens.endAll(em, target.id);
      if (target.suspendedAt && text === (target.suspensionReason ?? null)) return ok(target);
      const now = this.needs.clock.now();
      const suspended = { suspendedAt: target.suspendedAt ?? now, suspensionReason: text, ...nothingPending };
      await em.nativeUpdate(UserEntity, { id: target.id }, { ...suspended, updatedAt: now });
      await this.record(em, 'suspended', act, client, { reason: text });
      return ok(await em.refreshOrFail(target));
    });
  }

  /** The user signs in again; the sessions of before stay ended. */
  reinstate(by: Viewer, userId: string, client: ClientInfo): Promise<Result<User>> {
    return this.needs.authority.actOn(by, { permission: 'users:write', userId }, async (em, act) => {
      const { target } = act;
      if (!target.suspendedAt) return ok(target);
      const reinstated = { suspendedAt: null, suspensionReason: null, updatedAt: this.needs.clock.now() };
      await em.nativeUpdate(UserEntity, { id: userId }, reinstated);
      await this.record(em, 'reinstated', act, client);
      return ok(await em.refreshOrFail(target));
    });
  }

  delete(by: Viewer, userId: string, client: ClientInfo): Promise<Result<{ userId: string }>> {
    const request = { permission: 'users:delete', userId, withAdministrators: true } as const;
    return this.needs.authority.actOn(by, request, async (em, act) => {
      const errors = takingAwayErrors(act);
      if (errors.length > 0) return refused(...errors);
      await this.needs.accountEnd.delete(em, act.target, client, act.actor.userId);
      return ok({ userId });
    });
  }

  /**
   * Address and username come back, with the password and the roles; the sessions of before stay ended. What another
   * has taken meanwhile is told. Two at once, the unique keys let one in, and the other reads that it came too late.
   */
  restore(by: Viewer, userId: string, client: ClientInfo): Promise<Result<User>> {
    const request = { permission: 'users:delete', userId, deletedToo: true } as const;
    return this.needs.authority.actOn(by, request, async (em, act) => {
      const { target } = act;
      if (!target.deletedAt) return ok(target);
      const keys = keysOf(target);
      const taken = await this.needs.users.taken(em, { emailKey: keys.emailKey, username: target.username ?? null });
      const errors = takenErrors(taken, { email: USER_ID, username: USER_ID });
      if (errors.length > 0) return refused(...errors);
      await endPendingRegistrations(em, this.needs.tokens, keys.emailKey);
      await em.nativeUpdate(
        UserEntity,
        { id: userId },
        { ...keys, deletedAt: null, updatedAt: this.needs.clock.now() },
      );
      await this.record(em, 'restored', act, client);
      return ok(await em.refreshOrFail(target));
    });
  }

  private record(
    em: EntityManager,
    kind: keyof typeof administrationEvents,
    { actor, target }: Act,
    client: ClientInfo,
    metadata: Readonly<Record<string, string | null>> = {},
  ): Promise<void> {
    const about = { userId: target.id, actorId: actor.userId };
    return this.needs.events.recordEvent(em, { kind: administrationEvents[kind], ...about, client, metadata });
  }
}

interface Keys {
  readonly emailKey: string;
  readonly usernameKey: string | null;
}

/** What a deleted user gave up, and what a restored one takes back. */
function keysOf({ id, email, username }: User): Keys {
  const address = parseEmailAddress(email);
  if (!address) throw new Error(`the stored address of user ${id} can't be read`);
  return { emailKey: address.key, usernameKey: username ? usernameKey(username) : null };
}

function reasonErrors(reason: string | null | undefined): UserError[] {
  return reason && !isFreeText(reason, LONGEST_REASON) ? [userError('INVALID_VALUE', ['input', 'reason'])] : [];
}
