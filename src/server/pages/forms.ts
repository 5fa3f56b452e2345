import { html, type Html } from './html.js';
import type { PageTexts } from './texts/page-texts.js';

/** Beside the page's own path, so that a server behind a path of a proxy's works too. */
export type PageName = 'verify-email' | 'reset-password';

/** A refusal that is not the form's: focused, so that it is read first. */
export function alertPart(text: string): Html {
  return html`<p class="alert" role="alert" tabindex="-1" autofocus>${text}</p>`;
}

export function confirmForm(words: PageTexts, token: string): Html {
  return html`<form method="post" action="verify-email">
    ${hidden('token', token)} ${hidden('lang', words.language)}
    <button>${words.verifyEmail.button}</button>
  </form>`;
}

/** For asking for another mail, with what was typed before. */
export function newMailForm(page: PageName, words: PageTexts, { email = '', invalid = false } = {}): Html {
  const problem = invalid ? problemPart('email-problem', words.invalidEmail) : null;
  const marks = invalid ? html` aria-invalid="true" aria-describedby="email-problem" autofocus` : null;
  return html`<form method="post" action="${page}" novalidate>
    ${hidden('lang', words.language)}
    <label for="email">${words.email}</label>
    ${problem}
    <p>
      <input id="email" name="email" type="email" value="${email}" autocomplete="email" required ${marks} />
    </p>
    <button>${words.newMail[page].button}</button>
  </form>`;
}

export interface PasswordRules {
  readonly passwordMinLength: number;
  readonly passwordMaxLength: number;
}

/**
 * One field, which a script lets one look at, instead of the same password twice (NIST SP 800-63B-4, section 3.1.1.2).
 * No `minlength` or `maxlength`: they count otherwise than the server, and would cut what is pasted.
 *
 * @param problems codes of user errors; those that are not about passwords are passed over
 */
export function passwordForm(
  words: PageTexts,
  rules: PasswordRules,
  token: string,
  problems: readonly string[] = [],
): Html {
  const { label, hint, show, acceptable, button } = words.resetPassword;
  const complaints = complaintsOf(words, rules);
  const texts = problems.map((code) => complaints[code]).filter((text) => text !== undefined);
  const problem = texts.length === 0 ? null : problemPart('password-problem', texts.join(' '));
  const marks = texts.length === 0 ? null : html` aria-invalid="true" autofocus`;
  const forScript = JSON.stringify({ ...complaints, acceptable });
  return html`<form method="post" action="reset-password">
    ${hidden('token', token)} ${hidden('lang', words.language)}
    <label for="new-password">${label}</label>
    <p class="note" id="password-hint">${hint(rules.passwordMinLength, rules.passwordMaxLength)}</p>
    ${problem}
    <div class="row">
      <input
        id="new-password"
        name="newPassword"
        type="password"
        autocomplete="new-password"
        autocapitalize="none"
        spellcheck="false"
        required
        aria-describedby="password-hint${problem && ' password-problem'}"
        data-words="${forScript}"
        ${marks}
      />
      <button type="button" id="show-password" aria-pressed="false" hidden>${show}</button>
    </div>
    <p class="status" id="password-status" role="status" aria-live="polite"></p>
    <button>${button}</button>
  </form>`;
}

function complaintsOf({ resetPassword }: PageTexts, rules: PasswordRules): Readonly<Record<string, string>> {
  return {
    PASSWORD_TOO_SHORT: resetPassword.tooShort(rules.passwordMinLength),
    PASSWORD_TOO_LONG: resetPassword.tooLong(rules.passwordMaxLength),
    PASSWORD_TOO_COMMON: resetPassword.tooCommon,
    PASSWORD_REUSED: resetPassword.reused,
  };
}

function problemPart(id: string, text: string): Html {
  return html`<p class="problem" id="${id}" role="alert">${text}</p>`;
}

function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}
