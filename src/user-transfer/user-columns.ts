/** What a user can come over with: the columns of a CSV, or the keys of a JSON object. Only `email` is required. */
export const userColumns = [
  'id',
  'email',
  'email_verified',
  'username',
  'name',
  'phone',
  'locale',
  'password_hash',
  'is_admin',
  'roles',
  'created_at',
  'last_login_at',
  'suspended',
] as const;

export type UserColumn = (typeof userColumns)[number];

/** A user as a file tells of them, under our names and not checked yet. */
export type UserFields = Readonly<Partial<Record<UserColumn, unknown>>>;
