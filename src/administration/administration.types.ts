import { Field, ID, InputType } from 'type-graphql';
import { ProfileFields } from '../users/profile.types.js';

@InputType('AdminCreateUserInput', { description: 'Who gets an account.' })
export class AdminCreateUserInput extends ProfileFields {
  @Field(() => String, { description: 'Where mails go; 254 octets at most. Shown as typed, compared without case.' })
  email!: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only an administrator makes another.',
  })
  isAdmin!: boolean | null;

  @Field(() => [String], {
    nullable: true,
    defaultValue: [],
    description: 'Names of roles, 100 at most; only those that allow no more than you may.',
  })
  roles!: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'By the rules of `checkPassword`. Without one the user gets a mail to choose it (an invitation).',
  })
  password?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether you vouch that mail to the address reaches the user. Otherwise its mailbox is asked.',
  })
  emailVerified!: boolean | null;
}

@InputType('AdminUpdateUserInput', {
  description: 'A field left out stays as it is; null clears it where that is allowed.',
})
export class AdminUpdateUserInput extends ProfileFields {
  @Field(() => ID, { description: 'Whom to change.' })
  userId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Takes effect at once, and counts as unverified unless emailVerified is true. It can not be cleared.',
  })
  email?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether you vouch that mail to the address reaches the user. It can not be cleared.',
  })
  emailVerified?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only an administrator changes it, and nobody takes it from themselves. It can not be cleared.',
  })
  isAdmin?: boolean | null;
}

@InputType('AdminUserIdInput', { description: 'One user.' })
export class AdminUserIdInput {
  @Field(() => ID, { description: 'Whom it is about.' })
  userId!: string;
}

@InputType('AdminSuspendUserInput', { description: 'Whom to keep out, and why.' })
export class AdminSuspendUserInput extends AdminUserIdInput {
  @Field(() => String, {
    nullable: true,
    description: 'For other administrators, 500 characters at most; the user never sees it.',
  })
  reason?: string | null;
}

@InputType('AdminSetUserRolesInput', { description: 'Which roles a user has.' })
export class AdminSetUserRolesInput extends AdminUserIdInput {
  @Field(() => [String], { description: 'Names; the whole set, 100 at most.' })
  roles!: string[];
}
