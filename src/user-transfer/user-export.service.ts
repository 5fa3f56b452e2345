import type { Database } from '../database/database.js';
import { UserRoleEntity } from '../roles/role.entity.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { UserColumn } from './user-columns.js';

export type ExportedUser = Readonly<Partial<Record<UserColumn, string | boolean | readonly string[] | null>>>;

const PAGE = 1_000;

/** All users but the deleted ones, in the order of their ids, as the import reads them. */
export class UserExport {
  constructor(private readonly database: Database) {}

  /** @param withHashes whoever gets the file can then try passwords against it, for as long as it exists */
  async *run(withHashes: boolean): AsyncGenerator<ExportedUser> {
    let after: string | undefined;
    for (;;) {
      const em = this.database.reader();
      const where = { deletedAt: null, ...(after !== undefined && { id: { $gt: after } }) };
      const page = await em.find(UserEntity, where, { orderBy: { id: 'asc' }, limit: PAGE, disableIdentityMap: true });
      const last = page.at(-1);
      if (!last) return;
      const roles = await this.rolesOf(page);
      for (const user of page) yield exported(user, roles.get(user.id) ?? [], withHashes);
      after = last.id;
    }
  }

  private async rolesOf(page: readonly User[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const held = await this.database
      .reader()
      .find(
        UserRoleEntity,
        { user: { $in: page.map(({ id }) => id) } },
        { populate: ['role'], orderBy: { role: { name: 'asc' } } },
      );
    const names = new Map<string, string[]>();
    for (const { user, role } of held) names.set(user.id, [...(names.get(user.id) ?? []), role.name]);
    return names;
  }
}

function exported(user: User, roles: readonly string[], withHashes: boolean): ExportedUser {
  return {
    id: user.id,
    email: user.email,
    email_verified: Boolean(user.emailVerifiedAt),
    username: user.username ?? null,
    name: user.name ?? null,
    phone: user.phone ?? null,
    locale: user.locale ?? null,
    ...(withHashes && { password_hash: user.passwordHash ?? null }),
    is_admin: user.isAdmin,
    roles,
    created_at: user.createdAt.toISOString(),
    last_login_at: user.lastLoginAt?.toISOString() ?? null,
    suspended: Boolean(user.suspendedAt),
  };
}
