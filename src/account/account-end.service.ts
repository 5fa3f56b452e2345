import type { EntityManager } from '@mikro-orm/sql';
import type { Avatars } from '../avatars/avatars.service.js';
import type { EventLog, RecordedEvent } from '../events/event-log.js';
import type { Identities } from '../identities/identities.service.js';
import type { AccountReplacement } from '../identities/identity-accounts.service.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { nothingPending, type User, UserEntity } from '../users/user.entity.js';
import { accountEvents } from './account.events.js';

interface AccountEndNeeds {
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly tokens: OneTimeTokens;
  readonly identities: Identities;
  readonly avatars: Avatars;
  readonly events: EventLog;
}

/** What all ways to delete an account share: the user's own, the administrators', and where its address's owner replaces it. */
export class AccountEnd implements AccountReplacement {
  constructor(private readonly needs: AccountEndNeeds) {}

  /**
   * Deletes softly: the row and its history stay, signing in ends at once, address and username become free. The user's
   * row must be locked.
   *
   * @param actorId who did it, where that is another
   */
  delete(em: EntityManager, user: User, client: ClientInfo, actorId?: string): Promise<void> {
    return this.end(em, user, { client, actorId, metadata: {} });
  }

  /** Another account takes its place; whoever registered it with somebody else's address keeps nothing (ASVS 6.4.1). */
  makeWay(em: EntityManager, user: User, client: ClientInfo): Promise<void> {
    return this.end(em, user, { client, metadata: { reason: 'replaced' } });
  }

  private async end(
    em: EntityManager,
    { id }: User,
    about: Pick<RecordedEvent, 'client' | 'actorId' | 'metadata'>,
  ): Promise<void> {
    const now = this.needs.clock.now();
    const freed = { emailKey: null, usernameKey: null, ...nothingPending };
    await em.nativeUpdate(UserEntity, { id }, { ...freed, deletedAt: now, updatedAt: now });
    await this.needs.sessions.endAll(em, id);
    await this.needs.tokens.endAll(em, id);
    await this.needs.identities.endAll(em, id);
    await this.needs.avatars.forget(em, id);
    await this.needs.events.recordEvent(em, { kind: accountEvents.userDeleted, userId: id, ...about });
  }
}
