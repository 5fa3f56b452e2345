import type { EntityManager } from '@mikro-orm/sql';
import { digestOf, sameDigest } from '../kernel/secrets.js';
import { sessionNamedBy } from './refresh-token.js';
import { type Session, SessionEntity, type UsedRefreshToken, UsedRefreshTokenEntity } from './session.entity.js';

export interface KnownRefreshToken {
  readonly session: Session;
  /** Null for the token that is good now. */
  readonly used: UsedRefreshToken | null;
}

/** The session of a refresh token, used or not, as the database has it now; null for a token that was never given out. */
export async function findRefreshToken(em: EntityManager, token: string): Promise<KnownRefreshToken | null> {
  const id = sessionNamedBy(token);
  if (id === null) return null;
  const session = await em.findOne(SessionEntity, { id }, { refresh: true });
  if (session === null) return null;
  const digest = digestOf(token);
  if (sameDigest(session.tokenDigest, digest)) return { session, used: null };
  const used = await em.findOne(UsedRefreshTokenEntity, { session: session.id, digest });
  return used && { session, used };
}
