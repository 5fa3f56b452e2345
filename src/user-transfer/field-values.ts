/** What a field may hold, read from the spellings that databases and languages have for it; undefined for anything else. */

export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = String(value).trim().toLowerCase();
  if (['true', 't', '1', 'yes', 'y'].includes(text)) return true;
  return ['false', 'f', '0', 'no', 'n'].includes(text) ? false : undefined;
}

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** ISO 8601, or as PostgreSQL writes it. Without a zone it is UTC. */
export function readInstant(value: unknown, now: Date): Date | undefined {
  const instant = value instanceof Date ? value : typeof value === 'string' ? parseInstant(value.trim()) : undefined;
  return instant && instant.getTime() >= 0 && instant <= now ? instant : undefined;
}

function parseInstant(text: string): Date | undefined {
  const [, day, time = '00:00', zone = 'Z'] = INSTANT.exec(text) ?? [];
  if (day === undefined) return undefined;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z';
  const instant = new Date(`${day}T${time}${offset}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** A list, or in one text with commas, semicolons or spaces between. */
export function readNames(value: unknown): readonly string[] | undefined {
  const parts: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(/[,;|\s]+/)
      : [value];
  if (!parts.every((part) => typeof part === 'string')) return undefined;
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** With or without dashes, in any case; not the nil and max ones of RFC 9562, which name nobody. */
export function readUuid(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const dashed = /^[0-9a-f]{32}$/.test(text)
    ? [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
    : text;
  return UUID.test(dashed) ? dashed : undefined;
}
