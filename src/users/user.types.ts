import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import type { User } from './user.entity.js';
import { statusOf } from './user-status.js';
import { UserStatus } from './user-status.types.js';

/** For administrators alone; others get FORBIDDEN on the field, also about themselves, and null. */
const USERS_READ = { permission: 'users:read' };

/**
 * Only what is named here ever leaves the server. Each field is worked out where a document asks for it: a list has many
 * users, of whom it shows a few.
 */
@ObjectType('User', { description: 'A person with an account here.' })
export class UserType {
  readonly #user: User;

  constructor(user: User) {
    this.#user = user;
  }

  @Field(() => ID, {
    description:
      'A UUID, version 7 unless the user was imported with another; the `sub` of access tokens. Never changes and is never given to another.',
  })
  get id(): string {
    return this.#user.id;
  }

  @Field(() => String, { description: 'The address as the person typed it; compared without case.' })
  get email(): string {
    return this.#user.email;
  }

  @Field(() => Boolean, { description: 'Whether a mail to this address was answered by its link or code.' })
  get emailVerified(): boolean {
    return Boolean(this.#user.emailVerifiedAt);
  }

  @Field(() => String, { nullable: true, description: 'A new address that waits for its confirmation.' })
  get pendingEmail(): string | null {
    return this.#user.pendingEmail ?? null;
  }

  @Field(() => String, { nullable: true, description: 'As typed; compared without case; null where none was chosen.' })
  get username(): string | null {
    return this.#user.username ?? null;
  }

  @Field(() => String, { nullable: true, description: 'What the person wants to be called, 1 to 100 characters.' })
  get name(): string | null {
    return this.#user.name ?? null;
  }

  @Field(() => String, { nullable: true, description: 'E.164, for example +989171064369.' })
  get phone(): string | null {
    return this.#user.phone ?? null;
  }

  @Field(() => String, { nullable: true, description: 'BCP 47, for mails, for example en or de-CH.' })
  get locale(): string | null {
    return this.#user.locale ?? null;
  }

  @Field(() => Boolean, { description: 'Administrators hold every permission.' })
  get isAdmin(): boolean {
    return this.#user.isAdmin;
  }

  @Field(() => Boolean, { description: 'False for who signs in with an identity provider alone.' })
  get hasPassword(): boolean {
    return Boolean(this.#user.passwordHash);
  }

  /** Not shown: avatars make the picture's URL of it. */
  get avatarId(): string | null {
    return this.#user.avatarId ?? null;
  }

  @Field(() => Date, { description: 'When the account began.' })
  get createdAt(): Date {
    return this.#user.createdAt;
  }

  @Field(() => Date, { description: 'When anything that this type shows of the account last changed.' })
  get updatedAt(): Date {
    return this.#user.updatedAt;
  }

  @Field(() => Date, { nullable: true, description: 'The last successful sign-in; null before the first.' })
  get lastLoginAt(): Date | null {
    return this.#user.lastLoginAt ?? null;
  }

  @Allow(USERS_READ)
  @Field(() => UserStatus, { nullable: true, description: 'Where the account stands. Permission users:read.' })
  get status(): UserStatus | null {
    return statusOf(this.#user);
  }

  @Allow(USERS_READ)
  @Field(() => Date, {
    nullable: true,
    description: 'Since when the user is kept out; null where they are not. Permission users:read.',
  })
  get suspendedAt(): Date | null {
    return this.#user.suspendedAt ?? null;
  }

  @Allow(USERS_READ)
  @Field(() => String, {
    nullable: true,
    description: 'Why, in the words of who suspended them; null where none were given. Permission users:read.',
  })
  get suspensionReason(): string | null {
    return this.#user.suspensionReason ?? null;
  }

  @Allow(USERS_READ)
  @Field(() => Date, {
    nullable: true,
    description: 'When the account was deleted; null where it was not. Permission users:read.',
  })
  get deletedAt(): Date | null {
    return this.#user.deletedAt ?? null;
  }

  @Allow(USERS_READ)
  @Field(() => Int, {
    nullable: true,
    description: 'Wrong passwords since the last right one. Permission users:read.',
  })
  get failedLoginCount(): number | null {
    return this.#user.failedLoginCount;
  }

  @Allow(USERS_READ)
  @Field(() => String, {
    nullable: true,
    description: 'Where the last successful sign-in came from; null before the first. Permission users:read.',
  })
  get lastLoginIp(): string | null {
    return this.#user.lastLoginIp ?? null;
  }
}

/** A viewer with what was read of them when the request was authenticated. `read` goes to the resolvers of later rooms. */
export type ReadViewer = Viewer & { readonly read?: { readonly user: User } };

export function toUserType(user: User): UserType {
  return new UserType(user);
}
