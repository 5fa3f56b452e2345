import type { MailContent } from '../mail-content.js';
import { accountExists } from './account-exists.js';
import type { MailBrand, MailDocument } from './mail-document.js';
import type { MailTexts } from './texts/mail-texts.js';
import { verifyEmail } from './verify-email.js';

export function composeMail(content: MailContent, texts: MailTexts, brand: MailBrand): MailDocument {
  switch (content.kind) {
    case 'verify_email':
      return verifyEmail(content, texts, brand);
    case 'account_exists':
      return accountExists(texts, brand);
  }
}
