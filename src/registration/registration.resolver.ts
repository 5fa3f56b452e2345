import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { RefreshCookie } from '../graphql/context.js';
import { Client, Cookie } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { RefreshTokenDelivery, toAuth } from '../sessions/session.types.js';
import type { EmailVerification } from './email-verification.service.js';
import type { Registration } from './registration.service.js';
import {
  MailRequestPayload,
  RegisterInput,
  RegisterPayload,
  ResendVerificationEmailInput,
  VerifyEmailByCodeInput,
  VerifyEmailInput,
  VerifyEmailPayload,
} from './registration.types.js';

@Resolver()
export class RegistrationResolver {
  constructor(
    private readonly registration: Registration,
    private readonly verification: EmailVerification,
  ) {}

  @Allow('anyone')
  @Mutation(() => RegisterPayload, {
    description: `Signs a person up. Where e-mail verification is required, nothing is reserved until the mail is answered, and a taken address is answered like a free one.
For everyone. Errors: REQUIRED, INVALID_EMAIL, INVALID_USERNAME, INVALID_NAME, INVALID_PHONE, INVALID_LOCALE, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_COMMON, USERNAME_TAKEN; EMAIL_TAKEN only where verification is optional. Mails: verify_email or account_exists. Event: user_registered, once the account exists.`,
  })
  async register(
    @Arg('input', () => RegisterInput, { description: 'The form.' }) input: RegisterInput,
    @Client() client: ClientInfo,
    @Cookie() cookie: RefreshCookie,
  ): Promise<RegisterPayload> {
    const delivery = input.refreshTokenDelivery ?? RefreshTokenDelivery.BODY;
    return payloadOf(
      await this.registration.register(input, client),
      ({ signedIn, ...rest }) => ({ user: null, tokens: null, ...(signedIn && toAuth(signedIn, delivery, cookie)), ...rest }),
      { verificationEmailSent: false },
    );
  }

  @Allow('anyone')
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
  @Mutation(() => VerifyEmailPayload, {
    description: `Confirms an address with the six digits from the mail. It does not sign in.
For everyone; single use, 10 minutes, 5 tries. Errors: INVALID_EMAIL, INVALID_CODE. Events: email_verified, and user_registered where the account begins with it.`,
  })
  async verifyEmailByCode(
    @Arg('input', () => VerifyEmailByCodeInput, { description: 'The address and the code.' }) { email, code }: VerifyEmailByCodeInput,
    @Client() client: ClientInfo,
  ): Promise<VerifyEmailPayload> {
    return payloadOf(await this.verification.verifyByCode(email, code, client), (verified) => verified);
  }

  @Allow('anyone')
  @Mutation(() => MailRequestPayload, {
    description: `Sends the verification mail again; the links and codes of the one before end. One a minute and five an hour for an address; more is answered alike and sends nothing.
For everyone; the answer is the same for every address. Errors: INVALID_EMAIL. Mail: verify_email, where something waits for it.`,
  })
  async resendVerificationEmail(
    @Arg('input', () => ResendVerificationEmailInput, { description: 'The address.' }) { email }: ResendVerificationEmailInput,
  ): Promise<MailRequestPayload> {
    const result = await this.verification.resend(email);
    return payloadOf(result, ({ retryAfter }) => ({ accepted: true, retryAfter }), { accepted: false });
  }
}
