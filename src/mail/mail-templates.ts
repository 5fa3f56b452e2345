import type { MailBrand } from './mail-brand.js';
import type { MailContent } from './mail-content.js';
import { composeMail } from './templates/compose-mail.js';
import type { HtmlPages } from './templates/html-pages.js';
import type { Letterhead } from './templates/mail-document.js';
import { textPart } from './templates/text-part.js';
import { textsFor } from './templates/texts/texts-for.js';

export interface MailParts {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The language that it came out in. */
  readonly locale: string;
}

export class MailTemplates {
  private readonly letterhead: Letterhead;
  private pages: HtmlPages | undefined;

  /** @param appUrl where people go to use the product */
  constructor({ name, logoUrl, color }: MailBrand, appUrl: string) {
    // The name stands in subjects: a line break would begin a header of its own.
    this.letterhead = { name: name.replace(/[\s\p{Cc}]+/gu, ' '), logoUrl, color, appUrl };
  }

  async warmUp(): Promise<void> {
    await loadPages();
  }

  async render(content: MailContent, locale: string | null): Promise<MailParts> {
    const texts = textsFor(locale);
    const mail = composeMail(content, texts, this.letterhead);
    const { HtmlPages } = await loadPages();
    this.pages ??= new HtmlPages(this.letterhead);
    return {
      subject: mail.subject,
      html: this.pages.of(mail, texts.language),
      text: textPart(mail, this.letterhead),
      locale: texts.language,
    };
  }
}

/** React is loaded when it is needed: the server should answer before that. */
const loadPages = () => import('./templates/html-pages.js');
