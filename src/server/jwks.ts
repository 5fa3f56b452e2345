import type { FastifyInstance } from 'fastify';
import type { UserManagement } from '../app/user-management.js';

/** A new key signs at most half a minute after it was made, so a verifier's copy may be five minutes old if it looks again for an unknown `kid`. */
const CACHE = 'public, max-age=300';

export function serveJwks(app: FastifyInstance, users: UserManagement): void {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply
      .header('cache-control', CACHE)
      .header('access-control-allow-origin', '*')
      .type('application/jwk-set+json')
      .send(JSON.stringify(await users.jwks())),
  );
}
