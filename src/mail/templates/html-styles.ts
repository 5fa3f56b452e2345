import type { CSSProperties } from 'react';
import { textColorOn } from '../mail-brand.js';

const fontFamily = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const text = { fontFamily, fontSize: '16px', lineHeight: '24px', margin: '0 0 16px' } as const;
const small = { ...text, fontSize: '14px', lineHeight: '21px', margin: '16px 0 4px' } as const;

/** Inline, for mail programs that drop style sheets. Contrast is at least 4.5:1 in both colour schemes (WCAG 1.4.3). */
export const styles = {
  page: { backgroundColor: '#f3f4f6', margin: '0', padding: '24px 12px' },
  card: { backgroundColor: '#ffffff', maxWidth: '520px', borderRadius: '12px', padding: '32px' },
  brand: { ...text, fontWeight: 600, color: '#111827', margin: '0 0 24px' },
  heading: { fontFamily, fontSize: '24px', lineHeight: '32px', fontWeight: 700, color: '#111827', margin: '0 0 16px' },
  paragraph: { ...text, color: '#111827' },
  note: { ...small, color: '#4b5563' },
  logo: { display: 'block', height: '40px', width: 'auto', border: '0' },
  facts: { ...text, color: '#111827', borderLeft: '4px solid #9ca3af', padding: '0 0 0 12px' },
  link: { fontFamily, fontSize: '14px', lineHeight: '21px', color: '#1d4ed8', wordBreak: 'break-all' },
  code: {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    fontSize: '32px',
    lineHeight: '40px',
    fontWeight: 700,
    letterSpacing: '6px',
    color: '#111827',
    backgroundColor: '#f3f4f6',
    borderRadius: '8px',
    padding: '12px 16px',
    margin: '0 0 16px',
    textAlign: 'center',
    userSelect: 'all',
  },
  line: { borderColor: '#e5e7eb', margin: '24px 0 16px' },
  footer: { ...small, color: '#4b5563', margin: '0' },
  quietLink: { color: 'inherit', textDecoration: 'underline' },
} as const satisfies Record<string, CSSProperties>;

/** The same in both colour schemes. */
export function buttonStyle(color: string): CSSProperties {
  return {
    fontFamily,
    fontSize: '16px',
    fontWeight: 600,
    color: textColorOn(color),
    backgroundColor: color,
    borderRadius: '8px',
    padding: '14px 24px',
  };
}

export const darkMode = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: #111827 !important; }
  .card { background-color: #1f2937 !important; }
  .strong { color: #f9fafb !important; }
  .soft { color: #d1d5db !important; }
  .link { color: #93c5fd !important; }
  .code { color: #f9fafb !important; background-color: #111827 !important; }
  .line { border-color: #374151 !important; }
}`;
