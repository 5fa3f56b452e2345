/** Goes into each page: the mailbox loads nothing. */
export const styleSheet = `
:root { color-scheme: light dark; --text: #111827; --soft: #4b5563; --page: #f9fafb; --line: #d1d5db; --link: #1d4ed8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f9fafb; --soft: #d1d5db; --page: #111827; --line: #374151; --link: #93c5fd; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 0.5rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
a { color: var(--link); }
.soft, dt, th { color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; }
time { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 42rem; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid var(--line); border-radius: 8px; }
.pick { user-select: all; font-size: 1.25rem; }
`;
