import { Arg, Mutation, Query, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { RefreshCookie } from '../graphql/context.js';
import { Client, Cookie } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { Limit } from '../rate-limits/limit.js';
import { AuthPayload, RefreshTokenDelivery, toAuth } from '../sessions/session.types.js';
import type { SignIn } from './sign-in.service.js';
import { AuthOptions, LoginInput } from './sign-in.types.js';

@Resolver()
export class SignInResolver {
  constructor(
    private readonly signIn: SignIn,
    private readonly options: AuthOptions,
  ) {}

  @Allow('anyone')
  @Query(() => AuthOptions, {
    description: 'What a sign-in page needs to know before anyone has signed in. For everyone.',
  })
  authOptions(): AuthOptions {
    return this.options;
  }

  @Allow('anyone')
  @Limit('login')
  @Mutation(() => AuthPayload, {
    description: `Signs in with a password and begins a session.
For everyone. Errors: INVALID_CREDENTIALS for an unknown identifier and a wrong password alike; EMAIL_NOT_VERIFIED and ACCOUNT_SUSPENDED only after the right password. SERVICE_UNAVAILABLE with retryAfter where too many passwords are being checked. Events: user_login_success, user_login_failure.`,
  })
  async login(
    @Arg('input', () => LoginInput, { description: 'The form.' }) input: LoginInput,
    @Client() client: ClientInfo,
    @Cookie() cookie: RefreshCookie,
  ): Promise<AuthPayload> {
    const delivery = input.refreshTokenDelivery ?? RefreshTokenDelivery.BODY;
    return payloadOf(await this.signIn.login(input, client), (signedIn) => toAuth(signedIn, delivery, cookie));
  }
}
