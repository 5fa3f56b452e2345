import type { Logger } from '../kernel/logger.js';
import { BreachedFilter } from '../passwords/breached-filter.js';
import type { BreachedPasswords } from '../passwords/breached-passwords.js';
import { BreachedRange } from '../passwords/breached-range.js';
import { NewPasswords } from '../passwords/new-passwords.service.js';
import { PasswordAttempts } from '../passwords/password-attempts.service.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { rateOf } from '../rate-limits/limits.js';
import type { Basics } from './basics.js';
import type { UserManagementOptions } from './options.js';

export { buildBreachedFilter } from '../passwords/breached-filter-builder.js';

export type PasswordServices = Awaited<ReturnType<typeof createPasswords>>;

/** Which passwords are good enough, how they are hashed, and how often they may be guessed. */
export async function createPasswords(options: UserManagementOptions, basics: Basics) {
  const { minLength, remembered, hashingCost } = options.passwords;
  const { database, clock, secretKey, logger } = basics;
  const breached = await breachedPasswords(options.passwords, logger);
  const policy = new PasswordPolicy(minLength, breached);
  const hasher = options.passwords.hasher ?? new PasswordHasher(hashingCost);
  const failures = options.rateLimits ? rateOf('login', 'failures', options.rateLimitOverrides) : null;
  const attempts = new PasswordAttempts(database, clock, secretKey, failures);
  const newPasswords = new NewPasswords({ ...basics, policy, hasher, attempts, remembered });
  return { breached, policy, hasher, attempts, newPasswords };
}

/** Where breached passwords are looked up; the file first, for it costs nothing. */
async function breachedPasswords(
  { breached }: UserManagementOptions['passwords'],
  logger: Logger,
): Promise<readonly BreachedPasswords[]> {
  const lists: BreachedPasswords[] = [];
  if (breached?.file) lists.push(await BreachedFilter.open(breached.file));
  if (breached?.rangeUrl) lists.push(new BreachedRange(breached.rangeUrl, logger));
  return lists;
}
