import type { EntityData } from '@mikro-orm/sql';
import { type Profile, type ProfileInput, usernameKey } from './profile.js';
import type { User } from './user.entity.js';

const profileFields = ['username', 'name', 'phone', 'locale'] as const;

export interface ProfileChanges {
  /** What changes, by name. */
  readonly fields: readonly string[];
  readonly data: EntityData<User>;
}

/** What of a checked profile differs from the stored one; a field that the input leaves out stays as it is. */
export function profileChanges(user: User, input: ProfileInput, profile: Profile): ProfileChanges {
  const fields = profileFields.filter(
    (field) => input[field] !== undefined && profile[field] !== (user[field] ?? null),
  );
  const data: EntityData<User> = Object.fromEntries(fields.map((field) => [field, profile[field]]));
  if (fields.includes('username')) data.usernameKey = profile.username === null ? null : usernameKey(profile.username);
  return { fields, data };
}
