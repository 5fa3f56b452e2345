import { type UserError, userError } from '../kernel/user-error.js';

interface Paths {
  readonly email: readonly string[];
  readonly username: readonly string[];
}

const FIELDS: Paths = { email: ['input', 'email'], username: ['input', 'username'] };

/** Who makes or restores users may know who has an account; people who register may not. */
export function takenErrors(taken: { email: boolean; username: boolean }, paths: Paths = FIELDS): UserError[] {
  return [
    ...(taken.email ? [userError('EMAIL_TAKEN', paths.email)] : []),
    ...(taken.username ? [userError('USERNAME_TAKEN', paths.username)] : []),
  ];
}
