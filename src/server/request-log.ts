import type { FastifyInstance } from 'fastify';
import type { Logger } from '../kernel/logger.js';

/** One line for each answer, with the route and not the address: a path may hold a secret as well as a query. */
export function logRequests(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    logger.info('request', {
      requestId: request.id,
      method: request.method,
      path: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ip: request.ip,
    });
    done();
  });
}
