import type { MailBrand, MailDocument } from './mail-document.js';
import type { MailTexts } from './texts/mail-texts.js';

export function accountExists(texts: MailTexts, { appName, appUrl }: MailBrand): MailDocument {
  const words = texts.accountExists;
  return {
    subject: words.subject(appName),
    preview: words.preview,
    heading: words.heading,
    blocks: [
      { type: 'paragraph', text: words.attempt(appName) },
      { type: 'paragraph', text: words.wasYou },
      { type: 'action', label: words.button(appName), url: appUrl, otherwise: texts.insteadOfTheButton },
      { type: 'note', text: words.notYou },
    ],
  };
}
