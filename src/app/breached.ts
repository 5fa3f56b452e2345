import type { Logger } from '../kernel/logger.js';
import { BreachedFilter } from '../passwords/breached-filter.js';
import type { BreachedPasswords } from '../passwords/breached-passwords.js';
import { BreachedRange } from '../passwords/breached-range.js';
import type { UserManagementOptions } from './options.js';

export { buildBreachedFilter } from '../passwords/breached-filter-builder.js';

/** Where breached passwords are looked up; the file first, for it costs nothing. */
export async function breachedPasswords(
  { breached }: UserManagementOptions['passwords'],
  logger: Logger,
): Promise<readonly BreachedPasswords[]> {
  const lists: BreachedPasswords[] = [];
  if (breached?.file) lists.push(await BreachedFilter.open(breached.file));
  if (breached?.rangeUrl) lists.push(new BreachedRange(breached.rangeUrl, logger));
  return lists;
}
