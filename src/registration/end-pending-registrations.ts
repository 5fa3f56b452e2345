import type { EntityManager } from '@mikro-orm/sql';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { PendingRegistrationEntity } from './pending-registration.entity.js';

/** Ends what waits for addresses that have an account now, with the links and codes that were mailed for it. */
export async function endPendingRegistrations(
  em: EntityManager,
  tokens: OneTimeTokens,
  emailKeys: readonly string[],
): Promise<void> {
  const waiting = await em.find(PendingRegistrationEntity, { emailKey: { $in: [...emailKeys] } }, { fields: ['id'] });
  for (const { id } of waiting) await tokens.endAll(em, id);
  if (waiting.length > 0) {
    await em.nativeDelete(PendingRegistrationEntity, { id: { $in: waiting.map(({ id }) => id) } });
  }
}
