import { type EntityManager, LockMode } from '@mikro-orm/sql';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { type PendingRegistration, PendingRegistrationEntity } from './pending-registration.entity.js';

/** All registrations of an address, locked in one order: whoever is about to decide on them waits for each other. */
export function lockPendingRegistrations(em: EntityManager, emailKey: string): Promise<PendingRegistration[]> {
  const options = { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE } as const;
  return em.find(PendingRegistrationEntity, { emailKey }, options);
}

/** Ends all registrations of an address that belongs to an account now, with their links. */
export async function endPendingRegistrations(
  em: EntityManager,
  tokens: OneTimeTokens,
  emailKey: string,
): Promise<void> {
  const locked = await lockPendingRegistrations(em, emailKey);
  for (const { id } of locked) await tokens.endAll(em, id);
  await em.nativeDelete(PendingRegistrationEntity, { emailKey });
}
