import type { MailContent } from '../mail-content.js';
import { signInFacts } from './facts.js';
import { linkMail } from './link-mail.js';
import type { Letterhead, MailDocument } from './mail-document.js';
import { notice } from './notice.js';
import type { MailTexts } from './texts/mail-texts.js';

export function composeMail(content: MailContent, texts: MailTexts, letterhead: Letterhead): MailDocument {
  const { name } = letterhead;
  switch (content.kind) {
    case 'verify_email':
      return linkMail(texts.verifyEmail, content, texts, letterhead);
    case 'confirm_email_change':
      return linkMail(texts.confirmEmailChange, content, texts, letterhead);
    case 'password_reset':
      return linkMail(texts.passwordReset, content, texts, letterhead);
    case 'invitation':
      return linkMail(texts.invitation, content, texts, letterhead);
    case 'account_exists':
      return notice(texts.accountExists, texts.accountExists.news(name), texts, letterhead);
    case 'email_change_requested':
      return notice(
        texts.emailChangeRequested,
        texts.emailChangeRequested.news(name, content.newEmail),
        texts,
        letterhead,
      );
    case 'email_changed':
      return notice(texts.emailChanged, texts.emailChanged.news(name, content.newEmail), texts, letterhead);
    case 'password_changed':
      return notice(texts.passwordChanged, texts.passwordChanged.news(name), texts, letterhead);
    case 'identity_linked':
      return notice(texts.identityLinked, texts.identityLinked.news(name, content.providerName), texts, letterhead);
    case 'identity_unlinked':
      return notice(texts.identityUnlinked, texts.identityUnlinked.news(name, content.providerName), texts, letterhead);
    case 'new_sign_in':
      return notice(texts.newSignIn, texts.newSignIn.news(name), texts, letterhead, signInFacts(content, texts));
    case 'refresh_token_reused':
      return notice(
        texts.refreshTokenReused,
        texts.refreshTokenReused.news(name),
        texts,
        letterhead,
        signInFacts(content, texts),
      );
  }
}
