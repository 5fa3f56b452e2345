/**
 * What each kind of mail tells. No names in any of them: most go to addresses that nobody has proven to be theirs, and a
 * name is a text that a stranger chose, so it would make these mails a way to send spam.
 */
export type MailContent = VerifyEmailContent | AccountExistsContent;

export type MailKind = MailContent['kind'];

export interface VerifyEmailContent {
  readonly kind: 'verify_email';
  /** Works for 24 hours. */
  readonly link: string;
  /** Six digits, for 10 minutes. */
  readonly code: string;
}

/** Somebody registered with a taken address. Carries nothing: whoever caused it may not be who reads it. */
export interface AccountExistsContent {
  readonly kind: 'account_exists';
}
