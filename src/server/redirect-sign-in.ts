import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RedirectAnswer } from '../app/redirect-routes.js';
import type { UserManagement } from '../app/create-user-management.js';
import { Refusal } from '../kernel/refusal.js';
import { malformedRequest } from './error-answers.js';
import { exchangeOf } from './http-exchange.js';

interface Route {
  Params: { provider: string };
}

/** `/auth/ID` and `/auth/ID/callback`: to a provider and back. Nothing of it is kept, or told to another site. */
export function serveRedirectSignIn(app: FastifyInstance, { redirectRoutes }: UserManagement): void {
  app.get<Route>('/auth/:provider', async (request, reply) =>
    send(reply, await redirectRoutes.begin(request.params.provider, queryOf(request), exchangeOf(request, reply))),
  );
  app.get<Route>('/auth/:provider/callback', async (request, reply) =>
    send(reply, await redirectRoutes.finish(request.params.provider, queryOf(request), exchangeOf(request, reply))),
  );
}

function send(reply: FastifyReply, answer: RedirectAnswer): FastifyReply | void {
  reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  if (answer === null) return reply.callNotFound();
  if (answer !== 'malformed' && 'retryAfter' in answer) return refuse(reply, answer.retryAfter);
  return answer === 'malformed' ? reply.status(400).send(malformedRequest) : reply.redirect(answer.location, 302);
}

function refuse(reply: FastifyReply, retryAfter: number): FastifyReply {
  const { message, extensions } = Refusal.rateLimited(retryAfter);
  return reply
    .status(429)
    .header('retry-after', String(retryAfter))
    .send({ errors: [{ message, extensions }] });
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}
