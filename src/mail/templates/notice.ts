import type { Letterhead, MailBlock, MailDocument } from './mail-document.js';
import type { MailTexts, NoticeTexts } from './texts/mail-texts.js';

/** A mail that tells what happened. Its one link leads to the product: a link that did something could be forged. */
export function notice(
  words: Omit<NoticeTexts, 'news'>,
  news: string,
  { goTo, insteadOfTheButton }: MailTexts,
  { name, appUrl }: Letterhead,
  facts: readonly MailBlock[] = [],
): MailDocument {
  return {
    subject: words.subject(name),
    preview: words.preview,
    heading: words.heading,
    blocks: [
      { type: 'paragraph', text: news },
      ...facts,
      { type: 'paragraph', text: words.wasYou },
      { type: 'paragraph', text: words.notYou },
      { type: 'action', label: goTo(name), url: appUrl, otherwise: insteadOfTheButton },
    ],
  };
}
