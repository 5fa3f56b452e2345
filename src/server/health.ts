import type { FastifyInstance } from 'fastify';
import type { UserManagement } from '../app/user-management.js';

/** `/healthz`: the process is alive. `/readyz`: it can serve. */
export function serveHealth(app: FastifyInstance, users: UserManagement, isDraining: () => boolean): void {
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const status = isDraining() ? 'draining' : (await users.isReady()) ? 'ready' : 'unavailable';
    return reply
      .status(status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status });
  });
}
