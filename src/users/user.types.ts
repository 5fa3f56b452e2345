import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import type { User } from './user.entity.js';
import { statusOf } from './user-status.js';
import { UserStatus } from './user-status.types.js';

/** For administrators alone; others get FORBIDDEN on the field, also about themselves, and null. */
const USERS_READ = { permission: 'users:read' };

@ObjectType('User', { description: 'A person with an account here.' })
export class UserType {
  @Field(() => ID, {
    description:
      'A UUID, version 7 unless the user was imported with another; the `sub` of access tokens. Never changes and is never given to another.',
  })
  id!: string;

  @Field(() => String, { description: 'The address as the person typed it; compared without case.' })
  email!: string;

  @Field(() => Boolean, { description: 'Whether a mail to this address was answered by its link or code.' })
  emailVerified!: boolean;

  @Field(() => String, { nullable: true, description: 'A new address that waits for its confirmation.' })
  pendingEmail!: string | null;

  @Field(() => String, { nullable: true, description: 'As typed; compared without case; null where none was chosen.' })
  username!: string | null;

  @Field(() => String, { nullable: true, description: 'What the person wants to be called, 1 to 100 characters.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'E.164, for example +989171064369.' })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: 'BCP 47, for mails, for example en or de-CH.' })
  locale!: string | null;

  @Field(() => Boolean, { description: 'Administrators hold every permission.' })
  isAdmin!: boolean;

  @Field(() => Boolean, { description: 'False for who signs in with an identity provider alone.' })
  hasPassword!: boolean;

  /** Not shown: avatars make the picture's URL of it. */
  avatarId!: string | null;

  @Field(() => Date, { description: 'When the account began.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When anything that this type shows of the account last changed.' })
  updatedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'The last successful sign-in; null before the first.' })
  lastLoginAt!: Date | null;

  @Allow(USERS_READ)
  @Field(() => UserStatus, { nullable: true, description: 'Where the account stands. Permission users:read.' })
  status!: UserStatus | null;

  @Allow(USERS_READ)
  @Field(() => Date, {
    nullable: true,
    description: 'Since when the user is kept out; null where they are not. Permission users:read.',
  })
  suspendedAt!: Date | null;

  @Allow(USERS_READ)
  @Field(() => String, {
    nullable: true,
    description: 'Why, in the words of who suspended them; null where none were given. Permission users:read.',
  })
  suspensionReason!: string | null;

  @Allow(USERS_READ)
  @Field(() => Date, {
    nullable: true,
    description: 'When the account was deleted; null where it was not. Permission users:read.',
  })
  deletedAt!: Date | null;

  @Allow(USERS_READ)
  @Field(() => Int, {
    nullable: true,
    description: 'Wrong passwords since the last right one. Permission users:read.',
  })
  failedLoginCount!: number | null;

  @Allow(USERS_READ)
  @Field(() => String, {
    nullable: true,
    description: 'Where the last successful sign-in came from; null before the first. Permission users:read.',
  })
  lastLoginIp!: string | null;
}

/** A viewer with what was read of them when the request was authenticated. `read` goes to the resolvers of later rooms. */
export type ReadViewer = Viewer & { readonly read?: { readonly user: User } };

/**
 * Only what is named here ever leaves the server. Each field is worked out where a document asks for it: a list has many
 * users, of whom it shows a few. (TypeGraphQL would make another object of what is no UserType.)
 */
class ShownUser extends (UserType as new () => object) implements UserType {
  readonly #user: User;

  constructor(user: User) {
    super();
    this.#user = user;
  }

  get id(): string {
    return this.#user.id;
  }

  get email(): string {
    return this.#user.email;
  }

  get emailVerified(): boolean {
    return Boolean(this.#user.emailVerifiedAt);
  }

  get pendingEmail(): string | null {
    return this.#user.pendingEmail ?? null;
  }

  get username(): string | null {
    return this.#user.username ?? null;
  }

  get name(): string | null {
    return this.#user.name ?? null;
  }

  get phone(): string | null {
    return this.#user.phone ?? null;
  }

  get locale(): string | null {
    return this.#user.locale ?? null;
  }

  get isAdmin(): boolean {
    return this.#user.isAdmin;
  }

  get hasPassword(): boolean {
    return Boolean(this.#user.passwordHash);
  }

  get avatarId(): string | null {
    return this.#user.avatarId ?? null;
  }

  get createdAt(): Date {
    return this.#user.createdAt;
  }

  get updatedAt(): Date {
    return this.#user.updatedAt;
  }

  get lastLoginAt(): Date | null {
    return this.#user.lastLoginAt ?? null;
  }

  get status(): UserStatus | null {
    return statusOf(this.#user);
  }

  get suspendedAt(): Date | null {
    return this.#user.suspendedAt ?? null;
  }

  get suspensionReason(): string | null {
    return this.#user.suspensionReason ?? null;
  }

  get deletedAt(): Date | null {
    return this.#user.deletedAt ?? null;
  }

  get failedLoginCount(): number | null {
    return this.#user.failedLoginCount;
  }

  get lastLoginIp(): string | null {
    return this.#user.lastLoginIp ?? null;
  }
}

export function toUserType(user: User): UserType {
  return new ShownUser(user);
}
