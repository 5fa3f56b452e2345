type Cell = string | number | boolean | null | undefined | readonly string[];

/** What a spreadsheet would read as a formula, guarded or not; a number with its sign is none. */
const FORMULA = /^'*(?:[=@\t\r]|[+-](?!\d*$))/;

/**
 * A line of CSV (RFC 4180); a list is written with spaces between. People choose their names, and whoever opens the file
 * in a spreadsheet must not run them: an apostrophe in front makes a text of a formula (OWASP, CSV injection).
 */
export function csvLine(values: readonly Cell[]): string {
  return `${values.map(cell).join(',')}\n`;
}

/** The text that `csvLine` was given. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  const given = typeof value === 'object' ? value.join(' ') : String(value);
  const text = FORMULA.test(given) ? `'${given}` : given;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
