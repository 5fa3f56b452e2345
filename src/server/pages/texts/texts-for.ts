import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';
import type { PageTexts } from './page-texts.js';
import { pt } from './pt.js';

/** The languages of the pages: a file and a line for each. */
const languages: ReadonlyMap<string, PageTexts> = new Map(
  [en, de, fr, es, pt, ja].map((texts) => [texts.language, texts]),
);

/**
 * The texts in the best language that we have: the one that the link names, or else what the browser prefers
 * (RFC 9110, section 12.5.4), or English.
 */
export function textsFor(named: string | null, acceptLanguage: string | undefined): PageTexts {
  const wanted = [...(named === null ? [] : [named]), ...preferences(acceptLanguage ?? '')];
  return wanted.map(known).find((texts) => texts !== undefined) ?? en;
}

/** For de-CH, German will do. */
function known(tag: string): PageTexts | undefined {
  return languages.get(tag.split(/[-_]/, 1)[0]?.toLowerCase() ?? '');
}

/** Tags, the most wanted first; a weight of 0 means "not this one". */
function preferences(header: string): string[] {
  const ranges = header.split(',').map((range) => {
    const [tag = '', weight = '1'] = range.split(/;\s*q=/i).map((part) => part.trim());
    return { tag, weight: Number(weight) };
  });
  return ranges
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

/** A length of time in words, such as "40 seconds" or "2 Minuten"; rounded up. */
export function waitIn(language: string, seconds: number): string {
  const [unit, count] =
    seconds > 90 ? (['minute', Math.ceil(seconds / 60)] as const) : (['second', Math.max(1, seconds)] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
