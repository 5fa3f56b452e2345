import type { Letterhead, MailBlock, MailDocument } from './mail-document.js';
import type { LinkMailTexts, MailTexts } from './texts/mail-texts.js';

/** A mail that asks its reader to open a link or, where there is one, to type a code. */
export function linkMail(
  words: LinkMailTexts,
  { link, code }: { readonly link: string; readonly code?: string },
  { insteadOfTheButton, insteadOfTheLink }: MailTexts,
  { name }: Letterhead,
): MailDocument {
  const codeBlock: MailBlock[] = code === undefined ? [] : [{ type: 'code', lead: insteadOfTheLink, code }];
  return {
    subject: words.subject(name),
    preview: words.preview,
    heading: words.heading,
    blocks: [
      { type: 'paragraph', text: words.request(name) },
      { type: 'action', label: words.button, url: link, otherwise: insteadOfTheButton },
      ...codeBlock,
      { type: 'note', text: words.validity },
      { type: 'note', text: words.notYou },
    ],
  };
}
