import { en } from './en.js';
import type { MailTexts } from './mail-texts.js';

/** The languages of the mails: a file and a line for each. */
const languages: ReadonlyMap<string, MailTexts> = new Map([en].map((texts) => [texts.language, texts]));

/** The texts for a language tag such as de-CH, and English for all that nobody has translated. */
export function textsFor(locale: string | null): MailTexts {
  const language = locale?.split(/[-_]/)[0]?.toLowerCase();
  return languages.get(language ?? en.language) ?? en;
}
