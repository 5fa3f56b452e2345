import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';
import type { MailTexts } from './mail-texts.js';
import { pt } from './pt.js';

/** The languages of the mails: a file and an entry here for each. */
export const languages: readonly MailTexts[] = [en, de, fr, es, pt, ja];

/** The texts for a language tag such as de-CH, and English for all that nobody has translated. */
export function textsFor(locale: string | null): MailTexts {
  const wanted = locale?.split(/[-_]/)[0]?.toLowerCase();
  return languages.find(({ language }) => language === wanted) ?? en;
}
