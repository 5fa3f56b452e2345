/** Goes into each page, which loads nothing. Contrast is at least 4.5:1 in both colour schemes (WCAG 1.4.3). */
export const styleSheet = `
:root { color-scheme: light dark; --text: #111827; --soft: #4b5563; --page: #f3f4f6; --card: #fff; --edge: #6b7280; --link: #1d4ed8; --bad: #b91c1c; --bad-card: #fef2f2; --good: #166534; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f9fafb; --soft: #d1d5db; --page: #111827; --card: #1f2937; --edge: #9ca3af; --link: #93c5fd; --bad: #fca5a5; --bad-card: #3f1d24; --good: #86efac; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--page); color: var(--text); font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 30rem; margin: 4vh auto; padding: 2rem; border-radius: 12px; background: var(--card); box-shadow: 0 1px 3px #0003; overflow-wrap: anywhere; }
@media (max-width: 30rem) { body { padding: 0; background: var(--card); } main { margin: 0; padding: 1.5rem 1rem; box-shadow: none; } }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; text-wrap: balance; }
h1:focus { outline: none; }
h2 { font-size: 1.125rem; margin: 2rem 0 0.5rem; }
p { margin: 0 0 1rem; }
main > :last-child, main > div > :last-child { margin-bottom: 0; }
a { color: var(--link); }
form { margin: 1.5rem 0 0; }
label { display: block; font-weight: 600; margin: 0 0 0.25rem; }
input { width: 100%; min-width: 0; padding: 0.75rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); color: inherit; font: inherit; }
input[aria-invalid] { border: 2px solid var(--bad); }
button { padding: 0.75rem 1.5rem; border: 1px solid transparent; border-radius: 8px; background: #1d4ed8; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
button:hover { background: #1e40af; }
button[aria-pressed] { flex: none; padding: 0.75rem; border-color: var(--edge); background: transparent; color: var(--link); white-space: nowrap; }
button[aria-pressed=true] { background: var(--page); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.brand { font-weight: 600; color: var(--soft); margin: 0 0 1.5rem; }
.note { color: var(--soft); font-size: 0.875rem; margin: 0 0 0.5rem; }
.row { display: flex; gap: 0.5rem; margin: 0 0 0.5rem; }
.status { min-height: 1.5rem; font-weight: 600; }
.status.bad, .problem { color: var(--bad); }
.status.good { color: var(--good); }
.problem { font-weight: 600; margin: 0 0 0.5rem; }
.alert { padding: 0.75rem 1rem; border-left: 4px solid var(--bad); border-radius: 4px; background: var(--bad-card); }
`;
