import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { RefreshCookie } from '../graphql/context.js';
import { Client, Cookie } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { Limit } from '../rate-limits/limit.js';
import { RefreshTokenDelivery, toAuth } from '../sessions/session.types.js';
import type { Registration } from './registration.service.js';
import { RegisterInput, RegisterPayload } from './registration.types.js';

@Resolver()
export class RegistrationResolver {
  constructor(private readonly registration: Registration) {}

  @Allow('anyone')
  @Limit('register')
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
      ({ signedIn, ...rest }) => ({
        user: null,
        tokens: null,
        ...(signedIn && toAuth(signedIn, delivery, cookie)),
        ...rest,
      }),
      { verificationEmailSent: false, avatarUpload: null },
    );
  }
}
