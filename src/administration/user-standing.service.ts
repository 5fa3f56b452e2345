import type { Viewer } from '../access/viewer.js';
import type { AccountEnd } from '../account/account-end.service.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { ok, refused, type Result } from '../kernel/user-error.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { endPendingRegistrations } from '../registration/pending-registrations.js';
import { usernameKey } from '../users/profile.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { administrationEvents } from './administration.events.js';
import { authorOf } from './author.js';
import { type Authority, USER_ID } from './authority.js';
import { reasonErrors, type Suspension } from './suspension.service.js';
import { takenErrors } from './taken.js';

interface UserStandingNeeds {
  readonly clock: Clock;
  readonly authority: Authority;
  readonly users: Users;
  readonly tokens: OneTimeTokens;
  readonly suspension: Suspension;
  readonly accountEnd: AccountEnd;
  readonly events: EventLog;
}

/** Whether a user is let in: suspended and reinstated, deleted and restored. Each is quiet where it is so already. */
export class UserStanding {
  constructor(private readonly needs: UserStandingNeeds) {}

  /** Ends sessions and mailed links at once. On one who is suspended already, changes the reason where one is given. */
  suspend(by: Viewer, userId: string, reason: string | null | undefined, client: ClientInfo): Promise<Result<User>> {
    const problems = reasonErrors(reason, ['input', 'reason']);
    const request = { permission: 'users:write', userId, problems, withAdministrators: true } as const;
    return this.needs.authority.actOn(by, request, async (em, act) => {
      const errors = [...problems, ...(await this.needs.authority.takingAwayErrors(em, act))];
      if (errors.length > 0) return refused(...errors);
      return ok(await this.needs.suspension.suspend(em, act.target, reason, authorOf(act.actor, client)));
    });
  }

  /** The user signs in again; the sessions of before stay ended. */
  reinstate(by: Viewer, userId: string, client: ClientInfo): Promise<Result<User>> {
    return this.needs.authority.actOn(by, { permission: 'users:write', userId }, async (em, { actor, target }) =>
      ok(await this.needs.suspension.reinstate(em, target, authorOf(actor, client))),
    );
  }

  delete(by: Viewer, userId: string, client: ClientInfo): Promise<Result<{ userId: string }>> {
    const request = { permission: 'users:delete', userId, withAdministrators: true } as const;
    return this.needs.authority.actOn(by, request, async (em, act) => {
      const errors = await this.needs.authority.takingAwayErrors(em, act);
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
      const about = { userId, actorId: act.actor.userId, client };
      await this.needs.events.recordEvent(em, { kind: administrationEvents.restored, ...about });
      return ok(await em.refreshOrFail(target));
    });
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
