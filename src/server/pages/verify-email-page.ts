import { confirmForm } from './forms.js';
import { html } from './html.js';
import { askForMail, deadLink, mailRequested, type MailRequest } from './new-mail.js';
import type { View } from './page.js';
import type { PageKind, PageVisit } from './page-kind.js';
import { passwordPart } from './reset-password-page.js';

const VERIFY_EMAIL = `mutation VerifyEmail($token: String!) {
  verifyEmail(input: { token: $token }) { email passwordResetToken errors { code } }
}`;

const RESEND = `mutation ResendVerificationEmail($email: String!) {
  resendVerificationEmail(input: { email: $email }) { accepted retryAfter }
}`;

interface Verified {
  readonly email: string | null;
  readonly passwordResetToken: string | null;
  readonly errors: readonly { readonly code: string }[];
}

/** `/verify-email`: for a new registration and for a change of address. */
export const verifyEmailPage: PageKind = {
  name: 'verify-email',

  async open(token, visit, email) {
    if (token === null) return askForMail('verify-email', visit, email);
    const { title, explain } = visit.words.verifyEmail;
    const content = html`<p>${explain(visit.appName)}</p>
      ${confirmForm(visit.words, token)}`;
    return { status: 200, heading: title, content, focus: 'content' };
  },

  async submit(form, visit) {
    if (form.kind === 'link') return verify(form.token, visit);
    const { resendVerificationEmail } = await visit.ask<{ resendVerificationEmail: MailRequest }>(RESEND, {
      email: form.email,
    });
    return mailRequested('verify-email', form.email, resendVerificationEmail, visit);
  },
};

async function verify(token: string, visit: PageVisit): Promise<View> {
  const { email, passwordResetToken, errors } = (await visit.ask<{ verifyEmail: Verified }>(VERIFY_EMAIL, { token }))
    .verifyEmail;
  if (email === null) return deadLink('verify-email', errors[0]?.code, visit);
  const { doneTitle, done, donePassword, next } = visit.words.verifyEmail;
  const content =
    passwordResetToken === null
      ? html`<div role="status">
          <p>${done(email)}</p>
          <p>${next}</p>
        </div>`
      : html`<p role="status">${donePassword(email)}</p>
          ${await passwordPart(passwordResetToken, visit)}`;
  return { status: 200, heading: doneTitle, content, focus: 'heading' };
}
