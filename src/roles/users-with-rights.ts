import type { Database } from '../database/database.js';
import { RowMapping } from '../database/row-mapping.js';
import { type User, UserEntity } from '../users/user.entity.js';
import { type Role, RoleEntity } from './role.entity.js';
import { type Rights, rightsFrom } from './roles.service.js';

/** Not to be spread: `rights` may be a getter. */
export interface UserWithRights {
  readonly user: User;
  /** By name. */
  readonly roles: readonly Role[];
  readonly rights: Rights;
}

/** A user, their roles and their rights as columns of one prepared statement; as `Roles.rightsOf` finds them. */
export class UsersWithRights {
  private readonly users: RowMapping<User>;
  private readonly roles: RowMapping<Role>;
  private readonly dialect: Database['dialect'];

  constructor(database: Database) {
    this.users = new RowMapping(database, UserEntity);
    this.roles = new RowMapping(database, RoleEntity);
    this.dialect = database.dialect;
  }

  /** @param user the alias under which the statement knows the user's row */
  select(user: string): string {
    const sqlite = this.dialect === 'sqlite';
    const gather = sqlite ? 'json_group_array' : 'json_agg';
    const permissions = sqlite ? 'json(r.permissions)' : 'r.permissions';
    return `(select ${gather}(${this.roles.selectJson('r')} order by r.name)
        from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${user}.id),
      case when ${user}.is_admin then (select ${gather}(${permissions}) from roles r) end,
      ${this.users.select(user)}`;
  }

  /** @param start where in the row the columns of `select` begin */
  fromRow(row: readonly unknown[], start: number): UserWithRights {
    const user = this.users.fromRow(row, start + 2);
    const roles = parsedArray<unknown[]>(row[start]).map((role) => this.roles.fromJson(role));
    const all = user.isAdmin ? parsedArray<string[]>(row[start + 1]).map((permissions) => ({ permissions })) : roles;
    return new ReadUser(user, roles, all);
  }

  instant(value: unknown): Date | null {
    return this.users.instant(value);
  }
}

/** Most requests never ask for the rights, so they are made of the roles where one does. */
class ReadUser implements UserWithRights {
  #rights: Rights | undefined;

  constructor(
    readonly user: User,
    readonly roles: readonly Role[],
    private readonly granting: readonly Pick<Role, 'permissions'>[],
  ) {}

  get rights(): Rights {
    return (this.#rights ??= rightsFrom(this.user, this.roles, this.granting));
  }
}

/** An aggregate over no rows is null in PostgreSQL. */
function parsedArray<T>(json: unknown): T[] {
  return typeof json === 'string' ? (JSON.parse(json) as T[]) : [];
}
