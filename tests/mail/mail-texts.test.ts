import { DEFAULT_MAIL_BRAND } from '../../src/mail/mail-brand.js';
import { MailTemplates } from '../../src/mail/mail-templates.js';
import { en } from '../../src/mail/templates/texts/en.js';
import type { MailTexts } from '../../src/mail/templates/texts/mail-texts.js';
import { languages } from '../../src/mail/templates/texts/texts-for.js';
import { everyMail } from './mail-contents.js';

const templates = new MailTemplates(DEFAULT_MAIL_BRAND, 'https://app.example');
const translations = languages.filter((texts) => texts !== en);
const placeholders = ['⟨first⟩', '⟨second⟩'] as const;

/** Every text by its path, with placeholders filled in. */
function textsOf(texts: unknown, path = ''): [path: string, text: string][] {
  if (typeof texts === 'string') return [[path, texts]];
  if (typeof texts === 'function') {
    return [[path, (texts as (...words: readonly string[]) => string)(...placeholders)]];
  }
  return Object.entries(texts ?? {}).flatMap(([key, inner]) => textsOf(inner, path ? `${path}.${key}` : key));
}

/** What a translation has to keep of an English text: what is filled in, and how long things work. */
function keptOf(text: string): string {
  return (text.match(/⟨\w+⟩|\d+/g) ?? []).sort().join(' ');
}

/** What is wrong with a translation, in sentences. */
function faultsOf(texts: MailTexts): string[] {
  const own = new Map(textsOf(texts));
  const english = new Map(textsOf(en));
  const missing = [...english].flatMap(([path, original]) => {
    const text = own.get(path)?.trim() ?? '';
    if (text === '') return [`${path} is missing`];
    if (text === original) return [`${path} is in English`];
    return keptOf(text) === keptOf(original) ? [] : [`${path} says "${keptOf(text)}" for "${keptOf(original)}"`];
  });
  return [...missing, ...[...own.keys()].filter((path) => !english.has(path)).map((path) => `${path} is nowhere used`)];
}

test('the mails are in six languages', () => {
  expect(languages.map(({ language }) => language)).toEqual(['en', 'de', 'fr', 'es', 'pt', 'ja']);
});

test.each(translations)('nothing is missing in $language', (texts) => {
  expect(faultsOf(texts)).toEqual([]);
});

test('what a translation lacks is found', () => {
  const [german] = translations as [MailTexts];
  const broken = {
    ...german,
    goTo: () => 'Weiter',
    insteadOfTheLink: ' ',
    passwordReset: { ...german.passwordReset, validity: 'Der Link gilt 24 Stunden.', button: en.passwordReset.button },
    newSignIn: { ...german.newSignIn, heading: undefined },
    farewell: 'Tschüss',
  } as unknown as MailTexts;
  expect(faultsOf(broken)).toEqual([
    'insteadOfTheLink is missing',
    'goTo says "" for "⟨first⟩"',
    'passwordReset.button is in English',
    'passwordReset.validity says "24" for "10 30"',
    'newSignIn.heading is missing',
    'farewell is nowhere used',
  ]);
});

test.each([
  ['de-CH', 'de'],
  ['fr_CA', 'fr'],
  ['ES', 'es'],
  ['pt-BR', 'pt'],
  ['ja-JP', 'ja'],
  ['en-GB', 'en'],
  ['zh', 'en'],
  ['tlh', 'en'],
  ['constructor', 'en'],
  ['', 'en'],
  [null, 'en'],
])('with the locale %s a mail is in %s and says so', async (locale, language) => {
  const mail = await templates.render({ kind: 'password_changed' }, locale);
  expect(mail.locale).toBe(language);
  expect(mail.html).toMatch(new RegExp(`<html[^>]* lang="${language}"`));
});

describe.each(languages)('in $language', ({ language }) => {
  test.each(everyMail)('$kind reads well', async (content) => {
    const { subject, text } = await templates.render(content, language);
    expect(`Subject: ${subject}\n\n${text}`).toMatchSnapshot();
  });
});
