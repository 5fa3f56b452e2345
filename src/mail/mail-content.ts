/**
 * What each kind of mail tells. No names of people in any of them: most go to addresses that nobody has proven to be
 * theirs, and a name is a text that a stranger chose, so it would make these mails a way to send spam.
 */
export type MailContent =
  | VerifyEmailContent
  | AccountExistsContent
  | ConfirmEmailChangeContent
  | EmailChangeRequestedContent
  | EmailChangedContent
  | PasswordResetContent
  | PasswordChangedContent
  | InvitationContent
  | NewSignInContent
  | RefreshTokenReusedContent
  | IdentityLinkedContent
  | IdentityUnlinkedContent;

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

/** To the new address. */
export interface ConfirmEmailChangeContent {
  readonly kind: 'confirm_email_change';
  /** Works for 24 hours. */
  readonly link: string;
  /** Six digits, for 10 minutes. */
  readonly code: string;
}

/** To the old address, which still counts. */
export interface EmailChangeRequestedContent {
  readonly kind: 'email_change_requested';
  /** Masked: who reads this may not be who asked for the change. */
  readonly newEmail: string;
}

/** To the old address, which counts no more. */
export interface EmailChangedContent {
  readonly kind: 'email_changed';
  /** Masked. */
  readonly newEmail: string;
}

export interface PasswordResetContent {
  readonly kind: 'password_reset';
  /** Works for 30 minutes. */
  readonly link: string;
  /** Six digits, for 10 minutes. */
  readonly code: string;
}

export interface PasswordChangedContent {
  readonly kind: 'password_changed';
}

/** An administrator made an account for this address. */
export interface InvitationContent {
  readonly kind: 'invitation';
  /** Leads to choosing a password; works for 7 days. */
  readonly link: string;
}

export interface NewSignInContent {
  readonly kind: 'new_sign_in';
  /** What the device calls itself, which is a text that a stranger may have chosen. */
  readonly deviceName: string | null;
  readonly ip: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** A session was ended because one of its refresh tokens came twice (RFC 9700, section 4.14). */
export interface RefreshTokenReusedContent {
  readonly kind: 'refresh_token_reused';
  /** As in `NewSignInContent`. */
  readonly deviceName: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** The account can be signed in to with a provider from now on. */
export interface IdentityLinkedContent {
  readonly kind: 'identity_linked';
  /** From the settings, for example Google. */
  readonly providerName: string;
}

/** The account can no longer be signed in to with that. */
export interface IdentityUnlinkedContent {
  readonly kind: 'identity_unlinked';
  readonly providerName: string;
}
