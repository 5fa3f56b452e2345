type Cell = string | number | boolean | null | undefined | readonly string[];

/** A line of CSV (RFC 4180); a list is written with spaces between. */
export function csvLine(values: readonly Cell[]): string {
  return `${values.map(cell).join(',')}\n`;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? value.join(' ') : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
