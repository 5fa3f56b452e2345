export interface MailLinkOptions {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly frontendUrl: string | null;
}

/**
 * Where the links in mails lead: to the frontend, or to the server's own pages where there is none. They come from the
 * settings alone: a Host header that somebody forged must never decide where a reset token is sent.
 */
export class MailLinks {
  constructor(private readonly options: MailLinkOptions) {}

  /** @param locale the reader's; the server's own pages show themselves in the language of the mail */
  verifyEmail(token: string, locale: string | null): string {
    return this.link('verify-email', token, locale);
  }

  resetPassword(token: string, locale: string | null): string {
    return this.link('reset-password', token, locale);
  }

  private link(page: string, token: string, locale: string | null): string {
    const { publicUrl, frontendUrl } = this.options;
    if (frontendUrl !== null) return `${frontendUrl}/${page}?token=${token}`;
    return `${publicUrl}/${page}?token=${token}${locale === null ? '' : `&lang=${encodeURIComponent(locale)}`}`;
  }
}
