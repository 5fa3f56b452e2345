/** The permissions that this server itself asks for, `resource:action`. Roles may hold others for the applications behind. */
export const builtInPermissions = [
  'events:read',
  'roles:read',
  'roles:write',
  'users:delete',
  'users:read',
  'users:write',
] as const;
