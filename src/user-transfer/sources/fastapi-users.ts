import type { UserSource } from './user-source.js';
import { isFalse, joinedName } from './values.js';

/** The table of FastAPI Users, and of the services that grew out of FastAPI's tutorial with passlib or pwdlib. */
export const fromFastapiUsers: UserSource = {
  expected: ['email', 'hashed_password'],
  read: (record) => ({
    id: record['id'],
    email: record['email'],
    email_verified: record['is_verified'] ?? record['email_verified'],
    username: record['username'],
    name: joinedName(record['first_name'], record['last_name']) ?? record['name'] ?? record['full_name'],
    phone: record['phone'] ?? record['phone_number'],
    locale: record['locale'],
    password_hash: record['hashed_password'],
    is_admin: record['is_superuser'],
    created_at: record['created_at'],
    last_login_at: record['last_login_at'] ?? record['last_login'],
    suspended: isFalse(record['is_active']),
  }),
};
