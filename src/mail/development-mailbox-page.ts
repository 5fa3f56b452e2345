import type { DevelopmentMail } from './development-mail.entity.js';
import { styleSheet } from './development-mailbox-style.js';
import { escapeHtml } from './escape-html.js';

export const MAILBOX_PATH = '/dev/mailbox';

/**
 * For the pages below. A mail is shown in a frame without scripts, forms or this origin; its own inline styles and
 * pictures are all that it may bring. A frame made by `srcdoc` is bound by this policy too.
 */
export const MAILBOX_CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Without this a link would open a page that can run no scripts and send no forms, as the frame can't. */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** The list, newest first, as `mails` come. Refreshes itself without a script. */
export function mailboxPage(mails: readonly DevelopmentMail[]): string {
  const rows = mails.map(
    (mail) => `<tr>
<td>${time(mail.createdAt)}</td>
<td>${escapeHtml(mail.recipient)}</td>
<td><a href="${pathOf(mail)}">${escapeHtml(mail.subject)}</a></td>
<td><code>${escapeHtml(mail.kind)}</code></td>
</tr>`,
  );
  const table = `<table>
<thead><tr><th scope="col">Queued</th><th scope="col">To</th><th scope="col">Subject</th><th scope="col">Kind</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
  return page({
    title: `Mailbox (${mails.length})`,
    head: '<meta http-equiv="refresh" content="3">',
    body: `<h1>Mailbox</h1>
<p class="soft">What this server would have mailed. New mails appear by themselves.</p>
${mails.length === 0 ? '<p>No mails yet.</p>' : table}`,
  });
}

export function mailPage(mail: DevelopmentMail): string {
  return page({
    title: mail.subject,
    body: `<p><a href="${MAILBOX_PATH}">All mails</a></p>
<h1>${escapeHtml(mail.subject)}</h1>
<dl>
<dt>From</dt><dd>${escapeHtml(mail.sender)}</dd>
<dt>To</dt><dd>${escapeHtml(mail.recipient)}</dd>
<dt>Queued</dt><dd>${time(mail.createdAt)}</dd>
<dt>Kind</dt><dd><code>${escapeHtml(mail.kind)}</code> (${escapeHtml(mail.locale)})</dd>
<dt>Message-ID</dt><dd><code>${escapeHtml(mail.messageId)}</code></dd>
</dl>
<h2>HTML</h2>
<iframe title="The mail as HTML" sandbox="${SANDBOX}" referrerpolicy="no-referrer" srcdoc="${escapeHtml(mail.html)}"></iframe>
<h2>Plain text</h2>
<pre>${withLinksAndCodes(mail.text)}</pre>`,
  });
}

export interface MailboxEntry {
  readonly id: string;
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** What scripts and tests read. */
export function mailboxEntries(mails: readonly DevelopmentMail[]): MailboxEntry[] {
  return mails.map(({ id, kind, recipient, subject, text, html, createdAt }) => {
    return { id, kind, to: recipient, subject, text, html, createdAt: createdAt.toISOString() };
  });
}

function page({ title, head = '', body }: { title: string; head?: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${head}
<title>${escapeHtml(title)}</title>
<style>${styleSheet}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function pathOf({ id }: DevelopmentMail): string {
  return `${MAILBOX_PATH}/${encodeURIComponent(id)}`;
}

function time(instant: Date): string {
  const iso = instant.toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

/** Addresses become links, and a code alone on its line can be picked up with one click. */
function withLinksAndCodes(text: string): string {
  return text
    .split(/(https?:\/\/\S+|^\d{6}$)/m)
    .map((part) => {
      const safe = escapeHtml(part);
      if (/^https?:/.test(part)) return `<a href="${safe}" target="_blank" rel="noopener noreferrer">${safe}</a>`;
      return /^\d{6}$/.test(part) ? `<code class="pick">${safe}</code>` : safe;
    })
    .join('');
}
