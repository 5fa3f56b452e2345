import { isFalse, isRecord, joinedName } from './values.js';
import type { RecordFields, UserSource } from './user-source.js';

/** Django's mark on the password of somebody who has none. */
const UNUSABLE = '!';

/** `auth_user` or a custom user table, as rows or as `manage.py dumpdata` writes them. */
export const fromDjango: UserSource = {
  expected: ['email', 'password'],
  read(record) {
    const fields = isRecord(record['fields']) ? record['fields'] : record;
    // A dump may hold groups and permissions too.
    if (fields !== record && !('password' in fields)) return null;
    const { email, password } = fields;
    return {
      id: record['pk'] ?? record['id'],
      email,
      email_verified: fields['email_verified'],
      username: usernameOf(fields),
      name: joinedName(fields['first_name'], fields['last_name']) ?? fields['name'],
      phone: fields['phone'] ?? fields['phone_number'],
      locale: fields['locale'] ?? fields['language'],
      password_hash: typeof password === 'string' && password.startsWith(UNUSABLE) ? null : password,
      is_admin: fields['is_superuser'],
      created_at: fields['date_joined'],
      last_login_at: fields['last_login'],
      suspended: isFalse(fields['is_active']),
    };
  },
};

/** Many projects put the address into the username as well; here people sign in with the address anyway. */
function usernameOf({ username }: RecordFields): unknown {
  return typeof username === 'string' && username.includes('@') ? null : username;
}
