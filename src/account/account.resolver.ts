import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import type { RefreshCookie } from '../graphql/context.js';
import { Client, Cookie, CurrentViewer } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { Limit } from '../rate-limits/limit.js';
import { AuthPayload, RefreshTokenDelivery, toAuth } from '../sessions/session.types.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { UserPayload } from '../users/user-payload.types.js';
import { toUserType } from '../users/user.types.js';
import type { Account } from './account.service.js';
import { ChangePasswordInput, DeleteMeInput, DeleteUserPayload, UpdateMeInput } from './account.types.js';
import type { PasswordChange } from './password-change.service.js';

@Resolver()
export class AccountResolver {
  constructor(
    private readonly account: Account,
    private readonly passwords: PasswordChange,
    private readonly sessions: Sessions,
  ) {}

  @Allow('signed-in')
  @Limit('account')
  @Mutation(() => AuthPayload, {
    description: `Needs the current password; ends every other session, and returns fresh tokens for this one: its old ones are dead too, and it goes on under a new id. The refresh token comes as a cookie where the old one did. Links mailed before are void.
For the signed-in. Errors: WRONG_PASSWORD, PASSWORD_REQUIRED, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_COMMON, PASSWORD_REUSED. Mail: password_changed. Events: password_changed; user_login_failure for a wrong password.`,
  })
  async changePassword(
    @Arg('input', () => ChangePasswordInput, { description: 'Both passwords.' }) input: ChangePasswordInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
    @Cookie() cookie: RefreshCookie,
  ): Promise<AuthPayload> {
    const byCookie = await this.sessions.holds(viewer.sessionId, cookie.peek());
    const delivery = byCookie ? RefreshTokenDelivery.COOKIE : RefreshTokenDelivery.BODY;
    return payloadOf(await this.passwords.change(viewer, input, client), (signedIn) =>
      toAuth(signedIn, delivery, cookie),
    );
  }

  @Allow('signed-in')
  @Limit('account')
  @Mutation(() => UserPayload, {
    description: `Changes the signed-in user's profile. A new address waits as pendingEmail until its mailbox confirms it by verifyEmail; asking for a taken one looks the same, and its mailbox learns.
For the signed-in. Errors: INVALID_USERNAME, USERNAME_TAKEN, INVALID_NAME, INVALID_PHONE, INVALID_LOCALE, REQUIRED, INVALID_EMAIL, PASSWORD_REQUIRED, WRONG_PASSWORD. Mails: confirm_email_change, email_change_requested. Events: profile_updated, email_change_requested.`,
  })
  async updateMe(
    @Arg('input', () => UpdateMeInput, { description: 'What to change.' }) input: UpdateMeInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    return payloadOf(await this.account.update(viewer, input, client), (user) => ({ user: toUserType(user) }));
  }

  @Allow('signed-in')
  @Limit('account')
  @Mutation(() => DeleteUserPayload, {
    description: `Deletes the signed-in user's account: signing in ends at once, address and username become free, the history stays.
For the signed-in. Errors: PASSWORD_REQUIRED, WRONG_PASSWORD; LAST_ADMIN for the only administrator who can sign in. Event: user_deleted.`,
  })
  async deleteMe(
    @Arg('input', () => DeleteMeInput, { description: 'The password.' }) { password }: DeleteMeInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
    @Cookie() cookie: RefreshCookie,
  ): Promise<DeleteUserPayload> {
    const result = await this.account.delete(viewer, password, client);
    if (result.ok) cookie.clear();
    return payloadOf(result, ({ userId }) => ({ deletedUserId: userId }));
  }
}
