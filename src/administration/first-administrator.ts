import type { Logger } from '../kernel/logger.js';
import type { UserError } from '../kernel/user-error.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import { checkAdministrator, type NewAdministrator } from './administrator-form.js';
import type { Administrators } from './administrators.service.js';

/** The first administrator that the options name is none that this installation accepts. */
export class UnusableFirstAdministrator extends Error {
  override readonly name = 'UnusableFirstAdministrator';

  /** @param errors each with the option that it is about as its path: `email` or `password` */
  constructor(readonly errors: readonly UserError[]) {
    super(errors.map(({ path, message }) => `first administrator, ${path?.join('.')}: ${message}`).join(' '));
  }
}

/** @throws UnusableFirstAdministrator */
export async function checkFirstAdministrator(first: NewAdministrator, policy: PasswordPolicy): Promise<void> {
  const checked = await checkAdministrator(first, policy);
  if (!checked.ok) throw new UnusableFirstAdministrator(checked.errors);
}

/** Makes the administrator that an installation begins with, unless somebody has the address. */
export async function ensureFirstAdministrator(
  first: NewAdministrator,
  administrators: Administrators,
  logger: Logger,
): Promise<void> {
  const made = await administrators.make(first);
  if (!made.ok) throw new UnusableFirstAdministrator(made.errors);
  const { outcome, user } = made.value;
  if (outcome === 'made') logger.info('the first administrator was made', { userId: user.id });
  else if (!user.isAdmin) {
    const message = 'the address of the first administrator is that of a user who is none; nothing was changed';
    logger.warn(message, { userId: user.id });
  }
}
