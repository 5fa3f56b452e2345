import { type UserError, userError } from '../kernel/user-error.js';
import { type EmailAddress, parseEmailAddress } from './email-address.js';

const PATH = ['input', 'email'];

/** The address that a form gives somebody; null where the form leaves it out or it can't be read. It can't be cleared. */
export function readNewEmail(given: string | null | undefined): {
  email: EmailAddress | null;
  errors: readonly UserError[];
} {
  if (given === undefined) return { email: null, errors: [] };
  if (given === null || given.trim() === '') return { email: null, errors: [userError('REQUIRED', PATH)] };
  const email = parseEmailAddress(given);
  return { email, errors: email ? [] : [userError('INVALID_EMAIL', PATH)] };
}
