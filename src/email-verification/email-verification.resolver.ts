import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { Client } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { MailRequestPayload } from '../one-time-tokens/mail-request.types.js';
import { Limit } from '../rate-limits/limit.js';
import type { EmailVerification } from './email-verification.service.js';
import {
  ResendVerificationEmailInput,
  VerifyEmailByCodeInput,
  VerifyEmailInput,
  VerifyEmailPayload,
} from './email-verification.types.js';

@Resolver()
export class EmailVerificationResolver {
  constructor(private readonly verification: EmailVerification) {}

  @Allow('anyone')
  @Limit('links')
  @Mutation(() => VerifyEmailPayload, {
    description: `Confirms an address with the token from the link. It does not sign in.
For everyone; single use, 24 hours. Errors: INVALID_TOKEN, EXPIRED_TOKEN. Events: email_verified, and user_registered where the account begins with it.`,
  })
  async verifyEmail(
    @Arg('input', () => VerifyEmailInput, { description: 'The token.' }) { token }: VerifyEmailInput,
    @Client() client: ClientInfo,
  ): Promise<VerifyEmailPayload> {
    return payloadOf(await this.verification.verifyByLink(token, client), (verified) => verified);
  }

  @Allow('anyone')
  @Limit('codes')
  @Mutation(() => VerifyEmailPayload, {
    description: `Confirms an address with the six digits from the mail. It does not sign in.
For everyone; single use, 10 minutes, 5 tries. Errors: INVALID_EMAIL, INVALID_CODE. Events: email_verified, and user_registered where the account begins with it.`,
  })
  async verifyEmailByCode(
    @Arg('input', () => VerifyEmailByCodeInput, { description: 'The address and the code.' })
    { email, code }: VerifyEmailByCodeInput,
    @Client() client: ClientInfo,
  ): Promise<VerifyEmailPayload> {
    return payloadOf(await this.verification.verifyByCode(email, code, client), (verified) => verified);
  }

  @Allow('anyone')
  @Limit('mails')
  @Mutation(() => MailRequestPayload, {
    description: `Sends the verification mail again; the links and codes of the one before end. One a minute and five an hour for an address; more is answered alike and sends nothing.
For everyone; the answer is the same for every address. Errors: INVALID_EMAIL. Mail: verify_email, where something waits for it.`,
  })
  async resendVerificationEmail(
    @Arg('input', () => ResendVerificationEmailInput, { description: 'The address.' })
    { email }: ResendVerificationEmailInput,
  ): Promise<MailRequestPayload> {
    const result = await this.verification.resend(email);
    return payloadOf(result, ({ retryAfter }) => ({ accepted: true, retryAfter }), { accepted: false });
  }
}
