import { newMailForm, type PageName } from './forms.js';
import { html } from './html.js';
import type { View } from './page.js';
import type { PageVisit } from './page-kind.js';
import { waitIn } from './texts/texts-for.js';

export interface MailRequest {
  readonly accepted: boolean;
  readonly retryAfter: number | null;
}

/** For a visit without a token. */
export function askForMail(page: PageName, { words }: PageVisit, email = ''): View {
  const { title, explain } = words.newMail[page];
  const content = html`<p>${explain}</p>
    ${newMailForm(page, words, { email })}`;
  return { status: 200, heading: title, content, focus: 'content' };
}

/** Says the same for every address: who has an account is not told. */
export function mailRequested(
  page: PageName,
  email: string,
  { accepted, retryAfter }: MailRequest,
  { words }: PageVisit,
): View {
  const { title, explain } = words.newMail[page];
  if (!accepted) {
    const content = html`<p>${explain}</p>
      ${newMailForm(page, words, { email, invalid: true })}`;
    return { status: 422, heading: title, content, focus: 'content' };
  }
  const content = html`<div role="status">
      <p>${words.newMail[page].sent(email.trim())}</p>
      <p>${words.newMail.spam}</p>
    </div>
    <p>
      ${words.newMail.again(waitIn(words.language, retryAfter ?? 0))}
      <a href="${page}?lang=${words.language}">${words.newMail.askAgain}</a>
    </p>`;
  return { status: 200, heading: words.newMail.sentTitle, content, focus: 'heading' };
}

/** For a link that is over: what may have happened, and the way to another. */
export function deadLink(page: PageName, code: string | undefined, { words }: PageVisit): View {
  const { explain, whenUsed } = words.newMail[page];
  const expired = code === 'EXPIRED_TOKEN';
  const content = html`<p>${expired ? words.deadLink.expired : words.deadLink.used}</p>
    <p>${whenUsed}</p>
    <h2>${words.deadLink.another}</h2>
    <p>${explain}</p>
    ${newMailForm(page, words)}`;
  return { status: 422, heading: words.deadLink.title, content, focus: 'heading' };
}
