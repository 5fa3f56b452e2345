import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import type { BrowserCookie, RefreshCookie } from '../graphql/context.js';
import { Browser, Client, Cookie, CurrentViewer } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { Limit } from '../rate-limits/limit.js';
import { AuthPayload, RefreshTokenDelivery, toAuth } from '../sessions/session.types.js';
import { toUserType } from '../users/user.types.js';
import { UserPayload } from '../users/user-payload.types.js';
import type { Identities } from './identities.service.js';
import {
  BeginIdentityLinkInput,
  BeginIdentityLinkPayload,
  ExchangeSignInCodeInput,
  LoginWithGoogleInput,
  UnlinkIdentityInput,
} from './identity.types.js';
import type { IdentityLinks } from './identity-links.service.js';
import type { IdentitySignIn } from './identity-sign-in.service.js';
import type { RedirectSignIn } from './redirect-sign-in.service.js';

@Resolver()
export class IdentityResolver {
  constructor(
    private readonly owned: Identities,
    private readonly links: IdentityLinks,
    private readonly signIn: IdentitySignIn,
    private readonly redirects: RedirectSignIn,
  ) {}

  @Allow('anyone')
  @Limit('providers')
  @Mutation(() => AuthPayload, {
    description: `Ends a redirect sign-in: trades the one-time code from the callback URL for tokens. The code is good once, for 60 seconds, and in the browser that began: send the cookies along (credentials: "include"), from a page on the same site as this server. Elsewhere, begin with \`?codeChallenge=\` and give its secret as codeVerifier.
For everyone. Errors: INVALID_CODE, ACCOUNT_SUSPENDED, IDENTITY_REJECTED. Mail: new_sign_in. Events: user_login_success, user_login_failure.`,
  })
  async exchangeSignInCode(
    @Arg('input', () => ExchangeSignInCodeInput, { description: 'The code.' }) input: ExchangeSignInCodeInput,
    @Client() client: ClientInfo,
    @Browser() browser: BrowserCookie,
    @Cookie() cookie: RefreshCookie,
  ): Promise<AuthPayload> {
    const delivery = input.refreshTokenDelivery ?? RefreshTokenDelivery.BODY;
    const result = await this.redirects.exchange(input, browser.read(), client);
    return payloadOf(result, (signedIn) => toAuth(signedIn, delivery, cookie));
  }

  @Allow('anyone')
  @Limit('providers')
  @Mutation(() => AuthPayload, {
    description: `Signs in, or signs up, with an ID token that the client got from Google by itself (One Tap, mobile SDKs). A token that was made with a nonce is taken with that nonce alone. Shown again within a minute it signs in again, for a lost answer; later it is refused.
For everyone. Errors: IDENTITY_REJECTED where the token, or the address in it, is not confirmed by Google or belongs to another account; ACCOUNT_SUSPENDED; NOT_AVAILABLE where Google sign-in is off. SERVICE_UNAVAILABLE with retryAfter where Google can't be asked. Mails: identity_linked, new_sign_in. Events: user_registered, identity_linked, user_login_success, user_login_failure.`,
  })
  async loginWithGoogle(
    @Arg('input', () => LoginWithGoogleInput, { description: 'The token.' }) input: LoginWithGoogleInput,
    @Client() client: ClientInfo,
    @Cookie() cookie: RefreshCookie,
  ): Promise<AuthPayload> {
    const delivery = input.refreshTokenDelivery ?? RefreshTokenDelivery.BODY;
    return payloadOf(await this.signIn.withGoogle(input, client), (signedIn) => toAuth(signedIn, delivery, cookie));
  }

  @Allow('signed-in')
  @Limit('account')
  @Mutation(() => BeginIdentityLinkPayload, {
    description: `Begins to add an identity to the signed-in user's ways to sign in: send the browser to startUrl. It comes back to the callback URL with \`?linked=\` and the provider, or with \`?error=\`. Send the cookies along (credentials: "include"): the URL works in this browser alone.
For the signed-in. Errors: NOT_FOUND, INVALID_VALUE, EMAIL_NOT_VERIFIED where the own address is not, PASSWORD_REQUIRED where the session is older than 15 minutes (who has no password signs in again), WRONG_PASSWORD. Once linked: mail and event identity_linked.`,
  })
  async beginIdentityLink(
    @Arg('input', () => BeginIdentityLinkInput, { description: 'Which provider.' }) input: BeginIdentityLinkInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
    @Browser() browser: BrowserCookie,
  ): Promise<BeginIdentityLinkPayload> {
    return payloadOf(await this.links.begin(viewer, input, () => browser.ensure(), client), (begun) => begun);
  }

  @Allow('signed-in')
  @Limit('account')
  @Mutation(() => UserPayload, {
    description: `Gives up an identity; never the last way to sign in. Sessions that it began go on.
For the signed-in. Errors: NOT_FOUND, LAST_SIGN_IN_METHOD. Mail and event: identity_unlinked.`,
  })
  async unlinkIdentity(
    @Arg('input', () => UnlinkIdentityInput, { description: 'Which one.' }) input: UnlinkIdentityInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    const result = await this.owned.unlink(viewer, input.identityId, client);
    return payloadOf(result, (user) => ({ user: toUserType(user) }));
  }
}
