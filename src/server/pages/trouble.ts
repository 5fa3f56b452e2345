import type { FastifyError } from 'fastify';
import { alertPart } from './forms.js';
import { html } from './html.js';
import type { View } from './page.js';
import type { PageKind, PageVisit } from './page-kind.js';
import { ApiRefusal } from './public-api.js';
import type { SentForm } from './sent-form.js';
import { waitIn } from './texts/texts-for.js';
import type { PageTexts } from './texts/page-texts.js';

export function trouble(status: number, text: string, { trouble: { title } }: PageTexts): View {
  return { status, heading: title, content: html`<p role="alert">${text}</p>`, focus: 'heading' };
}

/** A form that came too early: it stands there again, below what there is to wait for. */
export async function waitAndTryAgain(
  refusal: ApiRefusal,
  form: SentForm,
  page: PageKind,
  visit: PageVisit,
): Promise<View> {
  const { rateLimited, unavailable } = visit.words.trouble;
  const wait = waitIn(visit.words.language, refusal.retryAfter ?? 0);
  const limited = refusal.code === 'RATE_LIMITED';
  const shown = await (form.kind === 'link' ? page.open(form.token, visit) : page.open(null, visit, form.email));
  return {
    ...shown,
    status: limited ? 429 : 503,
    content: html`${alertPart(limited ? rateLimited(wait) : unavailable(wait))} ${shown.content}`,
    retryAfter: refusal.retryAfter ?? 0,
  };
}

/** For requests that never became a form, and for faults of ours. */
export function troubleOf(error: FastifyError | ApiRefusal, words: PageTexts, requestId: string): View {
  const { malformed, tooLarge, failed, rateLimited, unavailable } = words.trouble;
  if (error instanceof ApiRefusal && error.retryAfter !== null) {
    const limited = error.code === 'RATE_LIMITED';
    const wait = waitIn(words.language, error.retryAfter);
    const view = trouble(limited ? 429 : 503, limited ? rateLimited(wait) : unavailable(wait), words);
    return { ...view, retryAfter: error.retryAfter };
  }
  const status = error instanceof ApiRefusal ? 500 : (error.statusCode ?? 500);
  if (status === 413) return trouble(413, tooLarge, words);
  return status < 500 ? trouble(status, malformed, words) : trouble(500, failed(requestId), words);
}
