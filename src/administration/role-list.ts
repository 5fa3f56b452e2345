import { type UserError, userError } from '../kernel/user-error.js';
import type { Role } from '../roles/role.entity.js';

const ROLES = ['input', 'roles'];
const MOST_ROLES = 100;

type Names = readonly string[] | null | undefined;

export function roleListErrors(names: Names): UserError[] {
  return (names?.length ?? 0) > MOST_ROLES ? [userError('INVALID_VALUE', ROLES)] : [];
}

/** Whether each name is one of a role's. */
export function missingRoleErrors(names: Names, found: readonly Role[]): UserError[] {
  const known = new Set(found.map(({ name }) => name));
  return (names ?? []).every((name) => known.has(name)) ? [] : [userError('NOT_FOUND', ROLES)];
}
