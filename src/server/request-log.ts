import type { FastifyInstance } from 'fastify';
import type { Logger } from '../kernel/logger.js';

/** One line for each answer; the path without what may be a secret: its query, and the ticket of an upload. */
export function logRequests(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    logger.info('request', {
      requestId: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0]?.replace(/^(\/+avatars\/+upload\/).*/i, '$1…'),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ip: request.ip,
    });
  });
}
