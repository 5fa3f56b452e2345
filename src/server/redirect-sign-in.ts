import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RedirectAnswer } from '../app/redirect-routes.js';
import type { UserManagement } from '../app/user-management.js';
import { malformedRequest } from './error-answers.js';
import { exchangeOf } from './http-exchange.js';

interface Route {
  Params: { provider: string };
}

/** To look at these is to use them: a scanner that only asks whether a link is alive must not. */
const notByHead = { exposeHeadRoute: false } as const;

/** `/auth/ID` and `/auth/ID/callback`: to a provider and back. Nothing of it is kept, or told to another site. */
export function serveRedirectSignIn(app: FastifyInstance, { redirectRoutes }: UserManagement): void {
  app.get<Route>('/auth/:provider', notByHead, async (request, reply) =>
    send(reply, await redirectRoutes.begin(request.params.provider, queryOf(request), exchangeOf(request, reply))),
  );
  app.get<Route>('/auth/:provider/callback', notByHead, async (request, reply) =>
    send(reply, await redirectRoutes.finish(request.params.provider, queryOf(request), exchangeOf(request, reply))),
  );
}

function send(reply: FastifyReply, answer: RedirectAnswer): FastifyReply | void {
  reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  if (answer === null) return reply.callNotFound();
  if (answer !== 'malformed' && answer.retryAfter !== undefined) reply.header('retry-after', String(answer.retryAfter));
  return answer === 'malformed' ? reply.status(400).send(malformedRequest) : reply.redirect(answer.location, 302);
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}
