import { Field, ID, ObjectType } from 'type-graphql';
import type { Viewer } from '../access/viewer.js';
import type { User } from './user.entity.js';

@ObjectType('User', { description: 'A person with an account here.' })
export class UserType {
  @Field(() => ID, { description: 'UUIDv7; the `sub` of access tokens. Never changes and is never given to another.' })
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

  @Field(() => Date, { description: 'When the account began.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When anything that this type shows of the account last changed.' })
  updatedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'The last successful sign-in; null before the first.' })
  lastLoginAt!: Date | null;
}

/** A viewer with what was read of them when the request was authenticated. `read` goes to the resolvers of later rooms. */
export type ReadViewer = Viewer & { readonly read?: { readonly user: User } };

/** Only what is named here ever leaves the server. */
export function toUserType(user: User): UserType {
  return {
    id: user.id,
    email: user.email,
    emailVerified: Boolean(user.emailVerifiedAt),
    pendingEmail: user.pendingEmail ?? null,
    username: user.username ?? null,
    name: user.name ?? null,
    phone: user.phone ?? null,
    locale: user.locale ?? null,
    isAdmin: user.isAdmin,
    hasPassword: Boolean(user.passwordHash),
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    lastLoginAt: user.lastLoginAt ?? null,
  };
}
