import { type EntityManager, LockMode } from '@mikro-orm/sql';
import type { EmailAddress } from '../email-addresses/email-address.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import { type Profile, usernameKey } from './profile.js';
import { type User, UserEntity } from './user.entity.js';

export interface NewUser {
  readonly email: EmailAddress;
  readonly emailVerified: boolean;
  readonly profile: Profile;
  /** PHC string; null where a password must still be chosen. */
  readonly passwordHash: string | null;
  readonly isAdmin?: boolean;
}

export class Users {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  find(em: EntityManager, id: string): Promise<User | null> {
    return em.findOne(UserEntity, { id });
  }

  /** Keeps a user's row from all others until the transaction ends, and reads it as it is now; null once deleted. */
  lock(em: EntityManager, id: string): Promise<User | null> {
    return em.findOne(UserEntity, { id, deletedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  /** Deleted users have no address or username any more and are not found by them. */
  findByEmail(em: EntityManager, emailKey: string): Promise<User | null> {
    return em.findOne(UserEntity, { emailKey });
  }

  findByUsername(em: EntityManager, username: string): Promise<User | null> {
    return em.findOne(UserEntity, { usernameKey: usernameKey(username) });
  }

  async isUsernameTaken(em: EntityManager, username: string): Promise<boolean> {
    return (await em.count(UserEntity, { usernameKey: usernameKey(username) })) > 0;
  }

  /**
   * Which of them a user has. Asked by one statement, so that of two changes at once each sees the other whole.
   *
   * @param wanted null for what is not wanted
   */
  async taken(
    em: EntityManager,
    wanted: { readonly emailKey: string | null; readonly username: string | null },
  ): Promise<{ email: boolean; username: boolean }> {
    const keys = [
      ...(wanted.emailKey === null ? [] : [{ emailKey: wanted.emailKey }]),
      ...(wanted.username === null ? [] : [{ usernameKey: usernameKey(wanted.username) }]),
    ];
    if (keys.length === 0) return { email: false, username: false };
    const owners = await em.find(UserEntity, { $or: keys }, { disableIdentityMap: true });
    return {
      email: owners.some(({ emailKey }) => emailKey && emailKey === wanted.emailKey),
      username: owners.some((owner) => wanted.username && owner.usernameKey === usernameKey(wanted.username)),
    };
  }

  /** Two at once with one address or username: the unique keys let one in, and `Database.transaction` reruns the other. */
  async create(
    em: EntityManager,
    { email, emailVerified, profile, passwordHash, isAdmin = false }: NewUser,
  ): Promise<User> {
    const now = this.clock.now();
    const user = em.create(UserEntity, {
      id: this.ids.next(),
      email: email.address,
      emailKey: email.key,
      emailVerifiedAt: emailVerified ? now : null,
      ...profile,
      usernameKey: profile.username === null ? null : usernameKey(profile.username),
      passwordHash,
      isAdmin,
      failedLoginCount: 0,
      createdAt: now,
      updatedAt: now,
    });
    await em.flush();
    return user;
  }
}
