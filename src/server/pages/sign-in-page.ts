import { html, type Html } from './html.js';
import type { View } from './page.js';
import type { PageVisit } from './page-kind.js';

const PROVIDERS = '{ authOptions { providers { name startUrl } } }';

const EXCHANGE = `mutation ExchangeSignInCode($code: String!) {
  exchangeSignInCode(input: { code: $code, refreshTokenDelivery: COOKIE }) { user { email } errors { code } }
}`;

interface Exchanged {
  readonly user: { readonly email: string } | null;
  readonly errors: readonly { readonly code: string }[];
}

/** What stands in the URL of `/auth/callback`. */
export interface SignInLanding {
  readonly code: string | null;
  readonly linked: string | null;
  readonly error: string | null;
}

/**
 * `/auth/callback`: where a sign-in with a provider ends as long as there is no frontend. Opening it changes nothing:
 * the code is traded by the button, which works without scripts.
 */
export async function openSignIn({ code, linked, error }: SignInLanding, visit: PageVisit): Promise<View> {
  const { signIn, trouble, language } = visit.words;
  if (code !== null) {
    const content = html`<p>${signIn.explain}</p>
      <form method="post" action="callback">
        <input type="hidden" name="code" value="${code}" />
        <input type="hidden" name="lang" value="${language}" />
        <button>${signIn.button}</button>
      </form>`;
    return { status: 200, heading: signIn.title, content, focus: 'content' };
  }
  if (error !== null) return failed(error, visit);
  if (linked === null) return shown(200, signIn.title, html`<p>${signIn.choose}</p>`, visit);
  return { status: 200, heading: signIn.linked, content: html`<p>${signIn.next}</p>`, focus: 'heading' };

  function failed(reason: string, { words }: PageVisit): Promise<View> {
    // The codes are ours; whatever else stands there is somebody else's text.
    const known = /^[a-z_]{1,40}$/.test(reason) ? reason : 'invalid';
    return shown(200, trouble.title, html`<p role="alert">${words.signIn.failed(known)}</p>`, visit);
  }
}

export async function submitSignIn(code: string, visit: PageVisit): Promise<View> {
  const { signIn, trouble } = visit.words;
  const { user, errors } = (await visit.ask<{ exchangeSignInCode: Exchanged }>(EXCHANGE, { code })).exchangeSignInCode;
  if (user === null) {
    const problem = html`<p role="alert">${signIn.failed(errors[0]?.code ?? '')}</p>`;
    return shown(422, trouble.title, problem, visit);
  }
  const content = html`<div role="status">
    <p>${signIn.done(user.email)}</p>
    <p>${signIn.next}</p>
  </div>`;
  return { status: 200, heading: signIn.doneTitle, content, focus: 'heading' };
}

/** With the providers to begin with, or to begin again. */
async function shown(status: number, heading: string, text: Html, { ask, words }: PageVisit): Promise<View> {
  const { providers } = (
    await ask<{ authOptions: { providers: readonly { name: string; startUrl: string }[] } }>(PROVIDERS)
  ).authOptions;
  const links = providers.map(
    ({ name, startUrl }) => html`<p><a href="${startUrl}">${words.signIn.with(name)}</a></p>`,
  );
  return { status, heading, content: html`${text} ${links}`, focus: 'heading' };
}
