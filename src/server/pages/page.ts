import { createHash } from 'node:crypto';
import { html, Html } from './html.js';
import { pageScript } from './page-script.js';
import { styleSheet } from './page-style.js';

/** What one request is answered with. */
export interface View {
  readonly status: number;
  readonly heading: string;
  readonly content: Html;
  /** Where a screen reader should begin: at the heading of an answer, or by `autofocus` in the content. */
  readonly focus: 'heading' | 'content';
  /** Whole seconds. */
  readonly retryAfter?: number;
}

const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The pages hold a token: nothing of others is loaded, nobody frames them, no form leads elsewhere, no copy is kept. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${sourceOf(styleSheet)}`,
    `script-src ${sourceOf(pageScript)}`,
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
};

export function renderPage({ heading, content, focus }: View, appName: string, language: string): string {
  const headingFocus = focus === 'heading' ? html` tabindex="-1" autofocus` : null;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading} – ${appName}</title>
<style>${new Html(styleSheet)}</style>
</head>
<body>
<main>
<p class="brand">${appName}</p>
<h1${headingFocus}>${heading}</h1>
${content}
</main>
<script>${new Html(pageScript)}</script>
</body>
</html>
`.markup;
}
