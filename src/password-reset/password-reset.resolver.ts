import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { Client } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { MailRequestPayload } from '../one-time-tokens/mail-request.types.js';
import { Limit } from '../rate-limits/limit.js';
import type { PasswordReset } from './password-reset.service.js';
import {
  RequestPasswordResetInput,
  ResetPasswordByCodeInput,
  ResetPasswordInput,
  ResetPasswordPayload,
} from './password-reset.types.js';

@Resolver()
export class PasswordResetResolver {
  constructor(private readonly resets: PasswordReset) {}

  @Allow('anyone')
  @Limit('mails')
  @Mutation(() => MailRequestPayload, {
    description: `Sends a mail with a link and a code for choosing a new password; those of the one before end. One a minute and five an hour for an address; more is answered alike and sends nothing.
For everyone; the answer is the same for every address. Errors: INVALID_EMAIL. Mail: password_reset. Event: password_reset_requested.`,
  })
  async requestPasswordReset(
    @Arg('input', () => RequestPasswordResetInput, { description: 'The address.' })
    { email }: RequestPasswordResetInput,
    @Client() client: ClientInfo,
  ): Promise<MailRequestPayload> {
    const result = await this.resets.request(email, client);
    return payloadOf(result, ({ retryAfter }) => ({ accepted: true, retryAfter }), { accepted: false });
  }

  @Allow('anyone')
  @Limit('links')
  @Mutation(() => ResetPasswordPayload, {
    description: `Chooses a new password with the token from the link, and confirms the address that it was mailed to. All sessions end; it does not sign in, and a suspended account stays suspended.
For everyone; single use, 30 minutes. Errors: INVALID_TOKEN, EXPIRED_TOKEN, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_COMMON, PASSWORD_REUSED. Mail: password_changed. Event: password_reset_completed.`,
  })
  async resetPassword(
    @Arg('input', () => ResetPasswordInput, { description: 'The token and the password.' })
    { token, newPassword }: ResetPasswordInput,
    @Client() client: ClientInfo,
  ): Promise<ResetPasswordPayload> {
    return payloadOf(await this.resets.resetByLink(token, newPassword, client), () => ({ success: true }), {
      success: false,
    });
  }

  @Allow('anyone')
  @Limit('codes')
  @Mutation(() => ResetPasswordPayload, {
    description: `The same with the six digits from the mail.
For everyone; single use, 10 minutes, 5 tries. Errors: INVALID_EMAIL, INVALID_CODE and those of resetPassword.`,
  })
  async resetPasswordByCode(
    @Arg('input', () => ResetPasswordByCodeInput, { description: 'The code and the password.' })
    { email, code, newPassword }: ResetPasswordByCodeInput,
    @Client() client: ClientInfo,
  ): Promise<ResetPasswordPayload> {
    const result = await this.resets.resetByCode(email, code, newPassword, client);
    return payloadOf(result, () => ({ success: true }), { success: false });
  }
}
