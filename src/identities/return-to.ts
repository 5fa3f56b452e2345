const LONGEST = 1_000;

/**
 * Whether this is a path of the frontend and can't lead anywhere else. Browsers read `\` as `/` and drop tabs and line
 * breaks, so that `/\evil.example` and `/<tab>/evil.example` are other hosts.
 */
export function isReturnPath(text: string): boolean {
  if (text.length > LONGEST || !/^\/(?!\/)[\u0021-\u005b\u005d-\u007e\u00a1-\uffff]*$/.test(text)) return false;
  const url = URL.parse(text, 'https://frontend.invalid');
  return url !== null && url.origin === 'https://frontend.invalid' && !url.pathname.startsWith('//');
}
