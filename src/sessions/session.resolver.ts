import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import type { RefreshCookie, RequestContext } from '../graphql/context.js';
import { Client, Cookie, CurrentViewer } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { Limit } from '../rate-limits/limit.js';
import type { Refresh } from './refresh.service.js';
import {
  AuthPayload,
  LogoutInput,
  LogoutPayload,
  RefreshInput,
  RefreshTokenDelivery,
  RevokeSessionInput,
  RevokeSessionsPayload,
  toAuth,
} from './session.types.js';
import type { Sessions } from './sessions.service.js';

@Resolver()
export class SessionResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly refreshing: Refresh,
  ) {}

  @Allow('anyone')
  @Limit('refresh')
  @Mutation(() => AuthPayload, {
    description: `Trades a refresh token for a new pair. Each token is good once; shown again within REFRESH_TOKEN_REUSE_SECONDS (two tabs, a lost answer) it answers with its live successor, later it ends the session.
For everyone. Errors: INVALID_TOKEN, EXPIRED_TOKEN, REFRESH_TOKEN_REUSED, ACCOUNT_SUSPENDED, EMAIL_NOT_VERIFIED; FORBIDDEN for a cookie from an origin that is not allowed. Events: token_refreshed, refresh_token_reused.`,
  })
  async refresh(
    @Arg('input', () => RefreshInput, {
      nullable: true,
      description: 'Left out where the refresh token is in the cookie.',
    })
    input: RefreshInput | undefined,
    @Client() client: ClientInfo,
    @Cookie() cookie: RefreshCookie,
  ): Promise<AuthPayload> {
    const given = input?.refreshToken ?? null;
    const delivery = given === null ? RefreshTokenDelivery.COOKIE : RefreshTokenDelivery.BODY;
    const result = await this.refreshing.refresh(given ?? cookie.read(), given !== null, client);
    if (!result.ok && given === null) cookie.clear();
    return payloadOf(result, (signedIn) => toAuth(signedIn, delivery, cookie));
  }

  @Allow('anyone')
  @Mutation(() => LogoutPayload, {
    description: `Ends the session of the refresh token, of the cookie or of the bearer token, in this order; its access tokens stop at once, and the cookie is cleared.
For everyone. FORBIDDEN for a cookie from an origin that is not allowed. Event: user_logged_out.`,
  })
  async logout(
    @Arg('input', () => LogoutInput, {
      nullable: true,
      description: 'Left out where the bearer token or the cookie tells the session.',
    })
    input: LogoutInput | undefined,
    @Client() client: ClientInfo,
    @Cookie() cookie: RefreshCookie,
    @Ctx() context: RequestContext,
  ): Promise<LogoutPayload> {
    const refreshToken = input?.refreshToken ?? cookie.read();
    await this.sessions.logOut(refreshToken, await context.credentials(), client);
    cookie.clear();
    return { success: true, errors: [] };
  }

  @Allow('signed-in')
  @Mutation(() => RevokeSessionsPayload, {
    description: `Ends one of the signed-in user's sessions; its access tokens stop at once.
For the signed-in. Errors: NOT_FOUND. Event: session_revoked.`,
  })
  async revokeSession(
    @Arg('input', () => RevokeSessionInput, { description: 'The session.' }) { sessionId }: RevokeSessionInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<RevokeSessionsPayload> {
    return payloadOf(await this.sessions.revoke(viewer, sessionId, client), (revoked) => revoked, { revokedCount: 0 });
  }

  @Allow('signed-in')
  @Mutation(() => RevokeSessionsPayload, {
    description: `Ends all of the signed-in user's sessions but the one that asks.
For the signed-in. Event: session_revoked for each.`,
  })
  async revokeOtherSessions(
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<RevokeSessionsPayload> {
    return { ...(await this.sessions.revokeOthers(viewer, client)), errors: [] };
  }
}
