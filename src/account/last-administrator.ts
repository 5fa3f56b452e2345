import type { EntityManager } from '@mikro-orm/sql';
import type { Identities } from '../identities/identities.service.js';
import type { User } from '../users/user.entity.js';

/** The one rule that keeps an installation from being left without anybody who administers it. */
export class LastAdministrator {
  constructor(
    private readonly identities: Identities,
    private readonly emailVerification: 'required' | 'optional',
  ) {}

  /**
   * Whether nobody would be left to administer without this user. One who is suspended doesn't count, nor one who can't
   * sign in: who was invited and has not answered yet, whose address must be verified first, or who has neither a
   * password nor an identity of a provider that is still there.
   *
   * @param locked what `lockWithAdministrators` returned
   */
  async is(em: EntityManager, user: User, locked: readonly User[]): Promise<boolean> {
    if (!user.isAdmin || user.suspendedAt || user.deletedAt) return false;
    const others = locked.filter(({ id, isAdmin, suspendedAt, deletedAt, emailVerifiedAt }) => {
      const isLetIn = !suspendedAt && !deletedAt && (emailVerifiedAt || this.emailVerification === 'optional');
      return id !== user.id && isAdmin && isLetIn;
    });
    if (others.some(({ passwordHash }) => passwordHash)) return false;
    const ids = others.map(({ id }) => id);
    return ids.length === 0 || (await this.identities.thatSignIn(em, ids)).length === 0;
  }
}
