import type { MailContent } from './mail-content.js';
import { composeMail } from './templates/compose-mail.js';
import type { MailBrand } from './templates/mail-document.js';
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
  private readonly brand: MailBrand;

  constructor({ appName, appUrl }: MailBrand) {
    // The name stands in subjects: a line break would begin a header of its own.
    this.brand = { appName: appName.replace(/[\s\p{Cc}]+/gu, ' '), appUrl };
  }

  async render(content: MailContent, locale: string | null): Promise<MailParts> {
    const texts = textsFor(locale);
    const mail = composeMail(content, texts, this.brand);
    // React is loaded with the first mail: the server should answer before that.
    const { htmlPart } = await import('./templates/html-part.js');
    return {
      subject: mail.subject,
      html: await htmlPart(mail, texts.language, this.brand),
      text: textPart(mail, this.brand),
      locale: texts.language,
    };
  }
}
