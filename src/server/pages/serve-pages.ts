import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserManagement } from '../../app/user-management.js';
import type { Logger } from '../../kernel/logger.js';
import { exchangeOf } from '../http-exchange.js';
import { pageHeaders, renderPage, type View } from './page.js';
import type { PageKind, PageVisit } from './page-kind.js';
import { ApiRefusal, askPublicApi } from './public-api.js';
import { resetPasswordPage } from './reset-password-page.js';
import { isFromElsewhere, readForm, type SentForm } from './sent-form.js';
import { openSignIn, submitSignIn } from './sign-in-page.js';
import type { PageTexts } from './texts/page-texts.js';
import { textsFor } from './texts/texts-for.js';
import { toWaitFor, trouble, troubleOf, waitAndTryAgain } from './trouble.js';
import { verifyEmailPage } from './verify-email-page.js';

export interface PagesOptions {
  /** What the product is called. */
  readonly appName: string;
  readonly logger: Logger;
}

/** `/verify-email`, `/reset-password` and `/auth/callback`, for an installation that has no frontend yet. They work without scripts. */
export async function servePages(app: FastifyInstance, users: UserManagement, options: PagesOptions): Promise<void> {
  // A scope of their own: forms are read here and nowhere else, and failures are pages.
  await app.register(async (scope) => {
    const pages = new Pages(users, options);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      FORM,
      { parseAs: 'string' },
      async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
    );
    scope.setErrorHandler<FastifyError | ApiRefusal>((error, request, reply) => pages.fail(error, request, reply));
    for (const page of [verifyEmailPage, resetPasswordPage]) {
      scope.get(`/${page.name}`, (request, reply) => pages.open(page, request, reply));
      scope.post(`/${page.name}`, (request, reply) => pages.submit(page, request, reply));
    }
    scope.get('/auth/callback', (request, reply) => pages.openSignIn(request, reply));
    scope.post('/auth/callback', (request, reply) => pages.submitSignIn(request, reply));
  });
}

const FORM = 'application/x-www-form-urlencoded';

class Pages {
  constructor(
    private readonly users: UserManagement,
    private readonly options: PagesOptions,
  ) {}

  async open(page: PageKind, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = this.visitOf(request, reply);
    return this.answer(reply, await page.open(parameter(request, 'token'), visit), visit.words);
  }

  async submit(page: PageKind, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = this.visitOf(request, reply);
    const { malformed, elsewhere } = visit.words.trouble;
    const fromElsewhere = isFromElsewhere(exchangeOf(request, reply), request.host, this.users.origins);
    if (fromElsewhere) return this.answer(reply, trouble(403, elsewhere, visit.words), visit.words);
    const form = readForm(request.body);
    const view = form && (await this.act(page, form, visit));
    return this.answer(reply, view ?? trouble(400, malformed, visit.words), visit.words);
  }

  async openSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = this.visitOf(request, reply);
    const [code, linked, error] = ['code', 'linked', 'error'].map((name) => parameter(request, name));
    const landing = { code: code ?? null, linked: linked ?? null, error: error ?? null };
    return this.answer(reply, await openSignIn(landing, visit), visit.words);
  }

  async submitSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = this.visitOf(request, reply);
    const { malformed, elsewhere } = visit.words.trouble;
    if (isFromElsewhere(exchangeOf(request, reply), request.host, this.users.origins))
      return this.answer(reply, trouble(403, elsewhere, visit.words), visit.words);
    const code = request.body instanceof URLSearchParams ? request.body.get('code') : null;
    const view = code === null ? trouble(400, malformed, visit.words) : await this.signIn(code, visit);
    return this.answer(reply, view, visit.words);
  }

  private async signIn(code: string, visit: PageVisit): Promise<View> {
    try {
      return await submitSignIn(code, visit);
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.retryAfter === null) throw error;
      return toWaitFor(error, await openSignIn({ code, linked: null, error: null }, visit), visit);
    }
  }

  fail(error: FastifyError | ApiRefusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const words = wordsFor(request);
    const view = troubleOf(error, words, request.id);
    const logged = error instanceof ApiRefusal;
    if (view.status === 500 && !logged) this.options.logger.error('internal error', { requestId: request.id, error });
    return this.answer(reply, view, words);
  }

  private async act(page: PageKind, form: SentForm, visit: PageVisit): Promise<View | null> {
    try {
      return await page.submit(form, visit);
    } catch (error) {
      if (error instanceof ApiRefusal && error.retryAfter !== null) return waitAndTryAgain(error, form, page, visit);
      throw error;
    }
  }

  private visitOf(request: FastifyRequest, reply: FastifyReply): PageVisit {
    const { appName, logger } = this.options;
    const ask = askPublicApi(this.users, exchangeOf(request, reply), request.id, logger);
    return { words: wordsFor(request), appName, ask };
  }

  private answer(reply: FastifyReply, view: View, { language }: PageTexts): FastifyReply {
    if (view.retryAfter) reply.header('retry-after', String(view.retryAfter));
    return reply
      .status(view.status)
      .headers(pageHeaders)
      .send(renderPage(view, this.options.appName, language));
  }
}

/** The form carries the language on, so that it stays the same from step to step. */
function wordsFor(request: FastifyRequest): PageTexts {
  const sent = request.body instanceof URLSearchParams ? request.body.get('lang') : null;
  return textsFor(sent ?? parameter(request, 'lang'), request.headers['accept-language']);
}

/** Null where it is missing, empty or there more than once. */
function parameter({ query }: FastifyRequest, name: string): string | null {
  const value = (query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
