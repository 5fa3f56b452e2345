/** The permissions that this server itself asks for, `resource:action`. Roles may hold others for the applications behind. */
export const builtInPermissionDescriptions = {
  'events:read': 'See what happened to all accounts.',
  'roles:read': 'See roles and permissions.',
  'roles:write': 'Make, change and delete roles, and give them to users.',
  'users:delete': 'Delete users and restore them.',
  'users:read': 'See all users, with what only administrators see of them.',
  'users:write': 'Make and change users, suspend and reinstate them, end their sessions and send reset mails.',
} as const;

export type BuiltInPermission = keyof typeof builtInPermissionDescriptions;

export const builtInPermissions = Object.keys(builtInPermissionDescriptions) as readonly BuiltInPermission[];

const PERMISSION = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/;
const LONGEST_PERMISSION = 100;

export function isPermission(text: string): boolean {
  return text.length <= LONGEST_PERMISSION && PERMISSION.test(text);
}

export interface KnownPermission {
  readonly name: string;
  /** Null for those of applications. */
  readonly description: string | null;
  readonly builtIn: boolean;
}

/** Every permission that is known here, by name, the built-in ones first. */
export function knownPermissions(inRoles: Iterable<string>): KnownPermission[] {
  const own = new Set<string>(builtInPermissions);
  const foreign = [...new Set(inRoles)].filter((name) => !own.has(name)).sort();
  return [
    ...Object.entries(builtInPermissionDescriptions).map(([name, description]) => ({
      name,
      description,
      builtIn: true,
    })),
    ...foreign.map((name) => ({ name, description: null, builtIn: false })),
  ];
}
