export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a service says no, in any of the spellings of its database. Nothing said is no "no". */
export function isFalse(value: unknown): boolean {
  return value === false || value === 0 || (typeof value === 'string' && /^(f|false|0|no|n)$/i.test(value.trim()));
}

/** Null where there is neither. */
export function joinedName(...parts: readonly unknown[]): string | null {
  const name = parts
    .filter((part) => typeof part === 'string')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
  return name === '' ? null : name;
}
