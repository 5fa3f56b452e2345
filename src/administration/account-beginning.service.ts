import type { EntityManager } from '@mikro-orm/sql';
import type { EventKind } from '../events/event-kind.js';
import type { EventLog } from '../events/event-log.js';
import type { EventMetadata } from '../events/event.entity.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { endPendingRegistrations } from '../registration/pending-registrations.js';
import { registrationEvents } from '../registration/registration.events.js';
import { roleEvents } from '../roles/role.events.js';
import type { Role } from '../roles/role.entity.js';
import type { Roles } from '../roles/roles.service.js';
import type { User } from '../users/user.entity.js';
import type { NewUser, Users } from '../users/users.service.js';
import { administrationEvents } from './administration.events.js';
import type { Author } from './author.js';

/** What all who make accounts for others share. That address and username are free must be known. */
export class AccountBeginning {
  constructor(
    private readonly users: Users,
    private readonly roles: Roles,
    private readonly tokens: OneTimeTokens,
    private readonly events: EventLog,
  ) {}

  /**
   * @param roles locked
   * @param method how it began, for the history
   */
  async begin(
    em: EntityManager,
    { roles, method, ...form }: NewUser & { readonly roles: readonly Role[]; readonly method: string },
    { actorId, client, metadata }: Author,
  ): Promise<User> {
    // Whoever else had registered with the address has come too late.
    await endPendingRegistrations(em, this.tokens, form.email.key);
    const user = await this.users.create(em, form);
    await this.roles.change(em, user.id, roles, []);
    const record = (kind: EventKind, more: EventMetadata = {}) =>
      this.events.recordEvent(em, { kind, userId: user.id, actorId, client, metadata: { ...metadata, ...more } });
    await record(registrationEvents.userRegistered, { method });
    if (user.emailVerifiedAt) await record(registrationEvents.emailVerified);
    const added = roles.map(({ name }) => name).sort();
    if (added.length > 0) await record(roleEvents.assigned, { added, removed: [] });
    if (user.isAdmin) await record(administrationEvents.adminGranted);
    return user;
  }
}
