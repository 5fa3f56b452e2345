/**
 * Where the links in mails lead. They come from the settings alone: a Host header that somebody forged must never
 * decide where a reset token is sent.
 */
export class MailLinks {
  /** @param base the frontend's URL, or the server's own where there is no frontend; without a slash at the end */
  constructor(private readonly base: string) {}

  verifyEmail(token: string): string {
    return `${this.base}/verify-email?token=${token}`;
  }

  resetPassword(token: string): string {
    return `${this.base}/reset-password?token=${token}`;
  }
}
