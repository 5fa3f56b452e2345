import { type EmailAddress, parseEmailAddress } from '../email-addresses/email-address.js';
import { type UserError, userError } from '../kernel/user-error.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import { parseProfile, type Profile, type ProfileInput } from '../users/profile.js';

/** What a sign-up form says. */
export interface RegistrationInput extends ProfileInput {
  readonly email: string;
  readonly password: string;
  readonly deviceName?: string | null | undefined;
}

/** The same, checked. What could not be read is null, and then `errors` says why. */
export interface RegistrationForm {
  readonly email: EmailAddress | null;
  readonly profile: Profile;
  readonly errors: readonly UserError[];
}

/** Checks the form by itself: every problem at once, each at its field. */
export async function checkRegistrationForm(
  input: RegistrationInput,
  policy: PasswordPolicy,
): Promise<RegistrationForm> {
  const email = parseEmailAddress(input.email);
  const { profile, errors } = await parseProfile(input);
  const context = [email?.address ?? null, profile.username, profile.name];
  const passwordErrors = await policy.check(input.password, ['input', 'password'], context);
  return { email, profile, errors: [...emailErrors(input.email, email), ...passwordErrors, ...errors] };
}

function emailErrors(text: string, parsed: EmailAddress | null): UserError[] {
  if (parsed) return [];
  return [userError(text.trim() === '' ? 'REQUIRED' : 'INVALID_EMAIL', ['input', 'email'])];
}
