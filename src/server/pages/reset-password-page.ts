import { passwordForm, type PasswordRules } from './forms.js';
import { html, type Html } from './html.js';
import { askForMail, deadLink, mailRequested, type MailRequest } from './new-mail.js';
import type { View } from './page.js';
import type { PageKind, PageVisit } from './page-kind.js';

const RULES = 'query PasswordRules { authOptions { passwordMinLength passwordMaxLength } }';

const RESET_PASSWORD = `mutation ResetPassword($token: String!, $newPassword: String!) {
  resetPassword(input: { token: $token, newPassword: $newPassword }) { success errors { code path } }
}`;

const REQUEST = `mutation RequestPasswordReset($email: String!) {
  requestPasswordReset(input: { email: $email }) { accepted retryAfter }
}`;

interface Reset {
  readonly success: boolean;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
}

/** `/reset-password`: for a forgotten password, and for an invitation. */
export const resetPasswordPage: PageKind = {
  name: 'reset-password',

  async open(token, visit, email) {
    return token === null ? askForMail('reset-password', visit, email) : choosePassword(token, visit);
  },

  async submit(form, visit) {
    if (form.kind === 'link') return form.newPassword === null ? null : reset(form.token, form.newPassword, visit);
    const { requestPasswordReset } = await visit.ask<{ requestPasswordReset: MailRequest }>(REQUEST, {
      email: form.email,
    });
    return mailRequested('reset-password', form.email, requestPasswordReset, visit);
  },
};

/** The form for a password; also where confirming an address leads to one. */
export async function passwordPart(
  token: string,
  { words, ask }: PageVisit,
  problems: readonly string[] = [],
): Promise<Html> {
  const { authOptions } = await ask<{ authOptions: PasswordRules }>(RULES);
  return passwordForm(words, authOptions, token, problems);
}

async function choosePassword(token: string, visit: PageVisit, problems: readonly string[] = []): Promise<View> {
  const { title, explain } = visit.words.resetPassword;
  const content = html`<p>${explain(visit.appName)}</p>
    ${await passwordPart(token, visit, problems)}`;
  return { status: problems.length === 0 ? 200 : 422, heading: title, content, focus: 'content' };
}

async function reset(token: string, newPassword: string, visit: PageVisit): Promise<View> {
  const { resetPassword } = await visit.ask<{ resetPassword: Reset }>(RESET_PASSWORD, { token, newPassword });
  const { success, errors } = resetPassword;
  const ofLink = errors.find(({ path }) => path?.at(-1) !== 'newPassword');
  if (ofLink) return deadLink('reset-password', ofLink.code, visit);
  if (!success)
    return choosePassword(
      token,
      visit,
      errors.map(({ code }) => code),
    );
  const { doneTitle, done } = visit.words.resetPassword;
  return { status: 200, heading: doneTitle, content: html`<p role="status">${done}</p>`, focus: 'heading' };
}
