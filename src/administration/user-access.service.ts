import type { Viewer } from '../access/viewer.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { ok, refused, type Result } from '../kernel/user-error.js';
import type { ResetMails } from '../password-reset/reset-mails.js';
import { roleEvents } from '../roles/role.events.js';
import type { Roles } from '../roles/roles.service.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { type User, UserEntity } from '../users/user.entity.js';
import { type Authority, demandAll } from './authority.js';
import { missingRoleErrors, roleListErrors } from './role-list.js';

interface UserAccessNeeds {
  readonly clock: Clock;
  readonly authority: Authority;
  readonly roles: Roles;
  readonly sessions: Sessions;
  readonly resetMails: ResetMails;
  readonly events: EventLog;
}

/** What administrators do about how a user gets in, and what for: sessions, reset mails and roles. */
export class UserAccess {
  constructor(private readonly needs: UserAccessNeeds) {}

  revokeSessions(by: Viewer, userId: string, client: ClientInfo): Promise<Result<{ revokedCount: number }>> {
    return this.needs.authority.actOn(by, { permission: 'users:write', userId }, async (em, { actor, target }) =>
      ok({ revokedCount: await this.needs.sessions.revokeAll(em, target.id, actor.userId, client) }),
    );
  }

  /**
   * To the stored address. Who was invited and has not answered yet gets the invitation again. A suspended user may have
   * one too: a reset doesn't reinstate.
   */
  sendPasswordReset(by: Viewer, userId: string, client: ClientInfo): Promise<Result<{ retryAfter: number }>> {
    return this.needs.authority.actOn(by, { permission: 'users:write', userId }, async (em, { actor, target }) => {
      await this.needs.authority.demandNoLessThan(em, actor, target);
      const addressee = { user: target, emailKey: target.emailKey ?? '' };
      const invited = !target.passwordHash && !target.lastLoginAt;
      const { retryAfter } = invited
        ? await this.needs.resetMails.sendInvitation(em, addressee)
        : await this.needs.resetMails.sendReset(em, addressee, client, actor.userId);
      return ok({ retryAfter });
    });
  }

  /**
   * Gives a user these roles and no others. Only what is added must be the actor's own to give: whoever manages roles can
   * stop somebody at once, also one who may do more than they.
   */
  setRoles(by: Viewer, userId: string, names: readonly string[], client: ClientInfo): Promise<Result<User>> {
    const problems = roleListErrors(names);
    return this.needs.authority.actOn(
      by,
      { permission: 'roles:write', userId, problems },
      async (em, { actor, target }) => {
        const held = await this.needs.roles.of(em, target.id);
        const wanted = problems.length > 0 ? [] : await this.needs.roles.named(em, names);
        const added = wanted.filter(({ id }) => held.every((role) => role.id !== id));
        const removed = held.filter(({ id }) => wanted.every((role) => role.id !== id));
        const granted = added.flatMap(({ permissions }) => permissions);
        demandAll(actor, granted);
        const errors = problems.length > 0 ? problems : missingRoleErrors(names, wanted);
        if (errors.length > 0) return refused(...errors);
        if (added.length + removed.length === 0) return ok(target);
        await this.needs.roles.change(em, target.id, added, removed);
        await em.nativeUpdate(UserEntity, { id: target.id }, { updatedAt: this.needs.clock.now() });
        const metadata = { added: namesOf(added), removed: namesOf(removed) };
        const about = { userId: target.id, actorId: actor.userId };
        await this.needs.events.recordEvent(em, { kind: roleEvents.assigned, ...about, client, metadata });
        return ok(await em.refreshOrFail(target));
      },
    );
  }
}

function namesOf(roles: readonly { readonly name: string }[]): string[] {
  return roles.map(({ name }) => name).sort();
}
