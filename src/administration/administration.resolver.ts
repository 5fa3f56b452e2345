import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import { DeleteUserPayload } from '../account/account.types.js';
import { Client, CurrentViewer } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { MailRequestPayload } from '../one-time-tokens/mail-request.types.js';
import { RevokeSessionsPayload } from '../sessions/session.types.js';
import { UserPayload } from '../users/user-payload.types.js';
import type { User } from '../users/user.entity.js';
import { toUserType, type UserType } from '../users/user.types.js';
import {
  AdminCreateUserInput,
  AdminSetUserRolesInput,
  AdminSuspendUserInput,
  AdminUpdateUserInput,
  AdminUserIdInput,
} from './administration.types.js';
import type { UserAccess } from './user-access.service.js';
import type { UserCreation } from './user-creation.service.js';
import type { UserStanding } from './user-standing.service.js';
import type { UserUpdate } from './user-update.service.js';

/** What holds for everything that is done to a user. */
const ON_A_USER =
  'NOT_FOUND for an unknown user. FORBIDDEN with the permission "admin" where the user is an administrator and you are none.';

@Resolver()
export class AdministrationResolver {
  constructor(
    private readonly creation: UserCreation,
    private readonly updates: UserUpdate,
    private readonly standing: UserStanding,
    private readonly access: UserAccess,
  ) {}

  @Allow({ permission: 'users:write' })
  @Mutation(() => UserPayload, {
    description: `Makes an account. Without a password the user is invited by mail: the link (7 days) leads to choosing one and confirms the address. Registrations that waited for the address end.
Permission users:write; FORBIDDEN with "admin" for making an administrator, and with the first permission that you lack for a role that allows more than you may. Errors: REQUIRED, INVALID_EMAIL, INVALID_USERNAME, INVALID_NAME, INVALID_PHONE, INVALID_LOCALE, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_COMMON, EMAIL_TAKEN, USERNAME_TAKEN, INVALID_VALUE for more than 100 roles, NOT_FOUND for an unknown role. Mail: invitation; or verify_email where a password is given and the address is not vouched for. Events: user_registered, email_verified, user_roles_changed, admin_granted.`,
  })
  async adminCreateUser(
    @Arg('input', () => AdminCreateUserInput, { description: 'The form.' }) input: AdminCreateUserInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    return payloadOf(await this.creation.create(viewer, input, client), toUser);
  }

  @Allow({ permission: 'users:write' })
  @Mutation(() => UserPayload, {
    description: `Changes what is stored of a user. A new address takes effect at once: sessions, mailed links and a change that waited end, and the old address is told. One's own address changes by updateMe alone, which asks for the password.
Permission users:write; FORBIDDEN with "admin" for a change of isAdmin, and with the first permission that you lack for a new address of somebody who may do more than you. ${ON_A_USER} Errors: REQUIRED, INVALID_EMAIL, INVALID_USERNAME, INVALID_NAME, INVALID_PHONE, INVALID_LOCALE, EMAIL_TAKEN, USERNAME_TAKEN, NOT_ALLOWED_ON_SELF, LAST_ADMIN. Mails: email_changed to the old address, verify_email to a new one that is not vouched for. Events: profile_updated, email_changed, email_verified, admin_granted, admin_revoked.`,
  })
  async adminUpdateUser(
    @Arg('input', () => AdminUpdateUserInput, { description: 'Whom, and what to change.' })
    input: AdminUpdateUserInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    return payloadOf(await this.updates.update(viewer, input, client), toUser);
  }

  @Allow({ permission: 'users:write' })
  @Mutation(() => UserPayload, {
    description: `Keeps a user out until they are reinstated: sessions and mailed links end at once, and a reset of the password doesn't let them in. On one who is suspended already, it changes the reason where one is given.
Permission users:write. ${ON_A_USER} Errors: INVALID_VALUE for a reason that is too long, NOT_ALLOWED_ON_SELF, LAST_ADMIN. Event: user_suspended.`,
  })
  async adminSuspendUser(
    @Arg('input', () => AdminSuspendUserInput, { description: 'Whom, and why.' })
    { userId, reason }: AdminSuspendUserInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    return payloadOf(await this.standing.suspend(viewer, userId, reason, client), toUser);
  }

  @Allow({ permission: 'users:write' })
  @Mutation(() => UserPayload, {
    description: `Lets a suspended user sign in again; the sessions of before stay ended. One who isn't suspended stays as they are.
Permission users:write. ${ON_A_USER} Event: user_reinstated.`,
  })
  async adminReinstateUser(
    @Arg('input', () => AdminUserIdInput, { description: 'Whom.' }) { userId }: AdminUserIdInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    return payloadOf(await this.standing.reinstate(viewer, userId, client), toUser);
  }

  @Allow({ permission: 'users:delete' })
  @Mutation(() => DeleteUserPayload, {
    description: `Soft delete: the row and its history stay, signing in ends at once, e-mail and username become free.
Permission users:delete. ${ON_A_USER} Errors: NOT_ALLOWED_ON_SELF, LAST_ADMIN. Event: user_deleted.`,
  })
  async adminDeleteUser(
    @Arg('input', () => AdminUserIdInput, { description: 'Whom.' }) { userId }: AdminUserIdInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<DeleteUserPayload> {
    const result = await this.standing.delete(viewer, userId, client);
    return payloadOf(result, ({ userId: deletedUserId }) => ({ deletedUserId }));
  }

  @Allow({ permission: 'users:delete' })
  @Mutation(() => UserPayload, {
    description: `Brings a deleted user back, with address, username, password and roles, and without sessions. One who isn't deleted stays as they are.
Permission users:delete. ${ON_A_USER} Errors: EMAIL_TAKEN, USERNAME_TAKEN where another account has them meanwhile. Event: user_restored.`,
  })
  async adminRestoreUser(
    @Arg('input', () => AdminUserIdInput, { description: 'Whom.' }) { userId }: AdminUserIdInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    return payloadOf(await this.standing.restore(viewer, userId, client), toUser);
  }

  @Allow({ permission: 'users:write' })
  @Mutation(() => RevokeSessionsPayload, {
    description: `Ends all sessions of a user; their access tokens stop at once.
Permission users:write. ${ON_A_USER} Event: session_revoked for each.`,
  })
  async adminRevokeSessions(
    @Arg('input', () => AdminUserIdInput, { description: 'Whose.' }) { userId }: AdminUserIdInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<RevokeSessionsPayload> {
    const result = await this.access.revokeSessions(viewer, userId, client);
    return payloadOf(result, (revoked) => revoked, { revokedCount: 0 });
  }

  @Allow({ permission: 'users:write' })
  @Mutation(() => MailRequestPayload, {
    description: `Sends the user a mail for choosing a password; who was invited and never signed in gets the invitation again. One a minute and five an hour for an address; more sends nothing. A suspended user stays suspended.
Permission users:write; FORBIDDEN with the first permission that you lack where the user may do more than you. ${ON_A_USER} Mails: password_reset, invitation. Event: password_reset_requested.`,
  })
  async adminSendPasswordReset(
    @Arg('input', () => AdminUserIdInput, { description: 'To whom.' }) { userId }: AdminUserIdInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<MailRequestPayload> {
    const result = await this.access.sendPasswordReset(viewer, userId, client);
    return payloadOf(result, ({ retryAfter }) => ({ accepted: true, retryAfter }), { accepted: false });
  }

  @Allow({ permission: 'roles:write' })
  @Mutation(() => UserPayload, {
    description: `Gives a user these roles and no others; it shows in the next request here and in the next token.
Permission roles:write; FORBIDDEN with the first permission that you lack for a role that allows more than you may. Taking roles away asks for no more. ${ON_A_USER} Errors: NOT_FOUND for an unknown role, INVALID_VALUE for more than 100. Event: user_roles_changed.`,
  })
  async adminSetUserRoles(
    @Arg('input', () => AdminSetUserRolesInput, { description: 'Whom, and which.' })
    { userId, roles }: AdminSetUserRolesInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<UserPayload> {
    return payloadOf(await this.access.setRoles(viewer, userId, roles, client), toUser);
  }
}

function toUser(user: User): { user: UserType } {
  return { user: toUserType(user) };
}
