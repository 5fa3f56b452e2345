import { type EmailAddress, parseEmailAddress } from '../email-addresses/email-address.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import { parseProfile, type Profile } from '../users/profile.js';

/** The administrator that an installation begins with. */
export interface NewAdministrator {
  readonly email: string;
  readonly password: string;
}

export interface AdministratorForm {
  readonly email: string;
  readonly name?: string | null | undefined;
  /** Null where it is chosen later, with a reset link. */
  readonly password: string | null;
}

export interface CheckedAdministrator {
  readonly email: EmailAddress;
  readonly profile: Profile;
}

/** By the same rules as any registration; every problem at once. */
export async function checkAdministrator(
  { email, name, password }: AdministratorForm,
  policy: PasswordPolicy,
): Promise<Result<CheckedAdministrator>> {
  const parsed = parseEmailAddress(email);
  const { profile, errors } = await parseProfile({ name });
  const context = [parsed?.address ?? null, profile.name];
  const problems = [
    ...(parsed ? [] : [userError('INVALID_EMAIL', ['email'])]),
    ...errors.map(({ code }) => userError(code, ['name'])),
    ...(password === null ? [] : await policy.check(password, ['password'], context)),
  ];
  return parsed && problems.length === 0 ? ok({ email: parsed, profile }) : refused(...problems);
}
