/** The orders that users can be listed in. */
export enum UserOrderField {
  CREATED_AT = 'CREATED_AT',
  EMAIL = 'EMAIL',
  NAME = 'NAME',
  LAST_LOGIN_AT = 'LAST_LOGIN_AT',
}

/**
 * What users are compared by, before their id. None of these is ever null, so that a page can begin after any user by one
 * comparison of rows: who has no name comes as if it were empty, and who has never signed in comes before all who have,
 * the older account first. Text is compared byte by byte, which is the same on both databases: the migrations give
 * PostgreSQL the collation that SQLite has built in.
 */
export const sortKeys: Readonly<Record<UserOrderField, readonly string[]>> = {
  CREATED_AT: ['created_at'],
  EMAIL: ['coalesce(email_key, lower(email collate "binary")) collate "binary"'],
  NAME: ['coalesce(lower(name collate "binary"), \'\') collate "binary"'],
  LAST_LOGIN_AT: ['(last_login_at is not null)', 'coalesce(last_login_at, created_at)'],
};

/** One index for each order, of deleted users and of all others; and one for each kind of user that may be rare. */
export const userListIndexes: { name: string; expression: string }[] = [
  ...Object.entries(sortKeys).flatMap(([field, keys]) => [
    index(`by_${field.toLowerCase()}`, keys, 'deleted_at is null'),
    index(`deleted_by_${field.toLowerCase()}`, keys, 'deleted_at is not null'),
  ]),
  index('administrators', sortKeys.CREATED_AT, 'is_admin'),
  index('suspended', sortKeys.CREATED_AT, 'suspended_at is not null'),
  index('unverified', sortKeys.CREATED_AT, 'email_verified_at is null'),
];

function index(name: string, keys: readonly string[], where: string): { name: string; expression: string } {
  const columns = [...keys.map((key) => (/^\w+$|^\(/.test(key) ? key : `(${key})`)), 'id'];
  return {
    name: `users_${name}`,
    expression: `create index "users_${name}" on "users" (${columns.join(', ')}) where ${where}`,
  };
}
