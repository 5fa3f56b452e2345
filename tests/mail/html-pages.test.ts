import { DEFAULT_MAIL_BRAND } from '../../src/mail/mail-brand.js';
import type { MailContent } from '../../src/mail/mail-content.js';
import { composeMail } from '../../src/mail/templates/compose-mail.js';
import { htmlPart } from '../../src/mail/templates/html-part.js';
import { HtmlPages } from '../../src/mail/templates/html-pages.js';
import { languages } from '../../src/mail/templates/texts/texts-for.js';
import { everyMail } from './mail-contents.js';

const letterhead = { ...DEFAULT_MAIL_BRAND, appUrl: 'https://app.example' };
const odd = `https://app.example/?a=1&b='"<$&$1>`;

/** The same kinds with other values, which no page may keep. */
const others = everyMail.map((content): MailContent => {
  const link = 'link' in content ? { link: odd } : {};
  const code = 'code' in content ? { code: `7'"<&$1` } : {};
  return { ...content, ...link, ...code };
});

const hostile: MailContent = { kind: 'invitation', link: 'javascript:alert(1)' };

describe.each(languages)('in $language', (texts) => {
  test('a page that is kept shows each mail its own link and code, as React would', () => {
    const pages = new HtmlPages(letterhead);
    for (const content of [...everyMail, ...others, hostile, ...everyMail]) {
      const mail = composeMail(content, texts, letterhead);
      expect(pages.of(mail, texts.language)).toBe(htmlPart(mail, texts.language, letterhead));
    }
  });
});
