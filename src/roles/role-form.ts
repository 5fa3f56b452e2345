import { type UserError, userError } from '../kernel/user-error.js';
import { isPermission } from './permissions.js';

const ROLE_NAME = /^[a-z][a-z0-9-]{1,49}$/;
const LONGEST_DESCRIPTION = 500;
const MOST_PERMISSIONS = 100;

/** What a form says of a role. A field left out is undefined. */
export interface RoleInput {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly permissions?: readonly string[] | null | undefined;
}

/** The same in the form that is stored, with every problem found. What was left out or can't be read is undefined. */
export interface RoleForm {
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  /** Sorted, without doubles. */
  readonly permissions: readonly string[] | undefined;
  readonly errors: readonly UserError[];
}

export function isRoleName(text: string): boolean {
  return ROLE_NAME.test(text);
}

export function readRoleForm({ name, description, permissions }: RoleInput): RoleForm {
  const errors = [
    ...required('name', name),
    ...required('permissions', permissions),
    ...(typeof name === 'string' && !isRoleName(name) ? [userError('INVALID_NAME', ['input', 'name'])] : []),
    ...(description && !isFreeText(description, LONGEST_DESCRIPTION)
      ? [userError('INVALID_VALUE', ['input', 'description'])]
      : []),
    ...permissionErrors(permissions ?? []),
  ];
  return {
    name: name ?? undefined,
    description: description === undefined ? undefined : description?.trim() || null,
    permissions: permissions ? [...new Set(permissions)].sort() : undefined,
    errors,
  };
}

function required(field: string, value: unknown): UserError[] {
  return value === null ? [userError('REQUIRED', ['input', field])] : [];
}

function permissionErrors(permissions: readonly string[]): UserError[] {
  if (permissions.length > MOST_PERMISSIONS) return [userError('INVALID_VALUE', ['input', 'permissions'])];
  return permissions.flatMap((permission, index) =>
    isPermission(permission) ? [] : [userError('INVALID_PERMISSION', ['input', 'permissions', String(index)])],
  );
}

/** A note of one or more lines; PostgreSQL stores no NUL, and terminals obey other control characters. */
export function isFreeText(text: string, longest: number): boolean {
  return [...text].length <= longest && text.isWellFormed() && !/(?![\n\r\t])\p{Cc}/u.test(text);
}
