/**
 * Who may ask what, written by hand: the matrix in authorization-matrix.test.ts holds the server against it. A new root
 * field gets a line in `operations`, a new field of User one in `userFields`.
 */

export const builtInPermissions = [
  'users:read',
  'users:write',
  'users:delete',
  'roles:read',
  'roles:write',
  'events:read',
] as const;

/**
 * - `everyone`: the bearer token doesn't matter.
 * - `everyone known`: nobody needs to be signed in, but a bearer token must be good.
 * - `the signed-in`
 * - a permission
 */
export type Rule = 'everyone' | 'everyone known' | 'the signed-in' | (typeof builtInPermissions)[number];

/** Those that are not there yet may have their line already. */
export const operations: Readonly<Record<string, Rule>> = {
  'Query.me': 'everyone known',
  'Query.authOptions': 'everyone',
  'Query.checkPassword': 'everyone',

  'Mutation.register': 'everyone',
  'Mutation.verifyEmail': 'everyone',
  'Mutation.verifyEmailByCode': 'everyone',
  'Mutation.resendVerificationEmail': 'everyone',
  'Mutation.login': 'everyone',
  'Mutation.loginWithGoogle': 'everyone',
  'Mutation.exchangeSignInCode': 'everyone',
  'Mutation.refresh': 'everyone',
  'Mutation.logout': 'everyone',
  'Mutation.requestPasswordReset': 'everyone',
  'Mutation.resetPassword': 'everyone',
  'Mutation.resetPasswordByCode': 'everyone',

  'Mutation.revokeSession': 'the signed-in',
  'Mutation.revokeOtherSessions': 'the signed-in',
  'Mutation.changePassword': 'the signed-in',
  'Mutation.updateMe': 'the signed-in',
  'Mutation.deleteMe': 'the signed-in',
  'Mutation.createAvatarUpload': 'the signed-in',
  'Mutation.removeAvatar': 'the signed-in',
  'Mutation.beginIdentityLink': 'the signed-in',
  'Mutation.unlinkIdentity': 'the signed-in',

  'Query.adminUsers': 'users:read',
  'Query.adminUser': 'users:read',
  'Query.adminStats': 'users:read',
  'Mutation.adminCreateUser': 'users:write',
  'Mutation.adminUpdateUser': 'users:write',
  'Mutation.adminSuspendUser': 'users:write',
  'Mutation.adminReinstateUser': 'users:write',
  'Mutation.adminRevokeSessions': 'users:write',
  'Mutation.adminSendPasswordReset': 'users:write',
  'Mutation.adminDeleteUser': 'users:delete',
  'Mutation.adminRestoreUser': 'users:delete',
  'Query.roles': 'roles:read',
  'Query.permissions': 'roles:read',
  'Mutation.createRole': 'roles:write',
  'Mutation.updateRole': 'roles:write',
  'Mutation.deleteRole': 'roles:write',
  'Mutation.adminSetUserRoles': 'roles:write',
  'Query.adminEvents': 'events:read',
};

/**
 * - `whoever sees the user`
 * - `administrators`: with this permission, and never as one's own
 * - `the user`: as one's own, and another's with this permission
 */
export type FieldRule =
  | 'whoever sees the user'
  | { readonly administrators: (typeof builtInPermissions)[number] }
  | { readonly theUserOr: (typeof builtInPermissions)[number] };

export const userFields: Readonly<Record<string, FieldRule>> = {
  id: 'whoever sees the user',
  email: 'whoever sees the user',
  emailVerified: 'whoever sees the user',
  pendingEmail: 'whoever sees the user',
  username: 'whoever sees the user',
  name: 'whoever sees the user',
  phone: 'whoever sees the user',
  locale: 'whoever sees the user',
  avatarUrl: 'whoever sees the user',
  isAdmin: 'whoever sees the user',
  roles: 'whoever sees the user',
  permissions: 'whoever sees the user',
  hasPassword: 'whoever sees the user',
  createdAt: 'whoever sees the user',
  updatedAt: 'whoever sees the user',
  lastLoginAt: 'whoever sees the user',
  identities: { theUserOr: 'users:read' },
  sessions: { theUserOr: 'users:read' },
  events: { theUserOr: 'events:read' },
  status: { administrators: 'users:read' },
  suspendedAt: { administrators: 'users:read' },
  suspensionReason: { administrators: 'users:read' },
  deletedAt: { administrators: 'users:read' },
  failedLoginCount: { administrators: 'users:read' },
  lastLoginIp: { administrators: 'users:read' },
};
