import { type EntityManager, LockMode } from '@mikro-orm/sql';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { type PendingRegistration, PendingRegistrationEntity } from './pending-registration.entity.js';

/** All registrations of addresses, locked in one order: whoever is about to decide on them waits for each other. */
export function lockPendingRegistrations(
  em: EntityManager,
  ...emailKeys: readonly string[]
): Promise<PendingRegistration[]> {
  const options = { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE } as const;
  return em.find(PendingRegistrationEntity, { emailKey: { $in: [...emailKeys] } }, options);
}

/** Ends all registrations of addresses that belong to accounts now, with the links and codes that were mailed for them. */
export async function endPendingRegistrations(
  em: EntityManager,
  tokens: OneTimeTokens,
  ...emailKeys: readonly string[]
): Promise<void> {
  const locked = await lockPendingRegistrations(em, ...emailKeys);
  for (const { id } of locked) await tokens.endAll(em, id);
  if (locked.length > 0) await em.nativeDelete(PendingRegistrationEntity, { emailKey: { $in: [...emailKeys] } });
}
