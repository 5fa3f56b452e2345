import type { FastifyInstance } from 'fastify';
import type { DevelopmentMailbox } from '../mail/development-mailbox.js';
import {
  MAILBOX_CONTENT_SECURITY_POLICY,
  MAILBOX_PATH,
  mailboxEntries,
  mailboxPage,
  mailPage,
} from '../mail/development-mailbox-page.js';

/** `/dev/mailbox`: the mails that were sent, as their readers would see them, and as JSON for scripts. Development only. */
export function serveMailbox(app: FastifyInstance, mailbox: DevelopmentMailbox): void {
  const headers = {
    // Mails hold links that still work.
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': MAILBOX_CONTENT_SECURITY_POLICY,
  };

  app.get(MAILBOX_PATH, async (_request, reply) => reply.headers(headers).send(mailboxPage(await mailbox.list())));

  app.get(`${MAILBOX_PATH}.json`, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(mailboxEntries(await mailbox.list())),
  );

  app.get<{ Params: { id: string } }>(`${MAILBOX_PATH}/:id`, async (request, reply) => {
    const mail = await mailbox.find(request.params.id);
    return mail ? reply.headers(headers).send(mailPage(mail)) : reply.callNotFound();
  });
}
