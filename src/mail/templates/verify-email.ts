import type { VerifyEmailContent } from '../mail-content.js';
import type { MailBrand, MailDocument } from './mail-document.js';
import type { MailTexts } from './texts/mail-texts.js';

export function verifyEmail(
  { link, code }: VerifyEmailContent,
  texts: MailTexts,
  { appName }: MailBrand,
): MailDocument {
  const words = texts.verifyEmail;
  return {
    subject: words.subject(appName),
    preview: words.preview,
    heading: words.heading,
    blocks: [
      { type: 'paragraph', text: words.request(appName) },
      { type: 'action', label: words.button, url: link, otherwise: texts.insteadOfTheButton },
      { type: 'code', lead: words.insteadOfTheLink, code },
      { type: 'note', text: words.validity },
      { type: 'note', text: words.notYou },
    ],
  };
}
