import type { Database } from '../database/database.js';
import { RowMapping } from '../database/row-mapping.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Role } from './role.entity.js';
import type { RoleCatalogue } from './role-catalogue.js';
import { type RoleDefinitions, ROLES_VERSION } from './role-definitions.js';
import { type Rights, rightsFrom } from './roles.service.js';

type Row = readonly unknown[];

/** Not to be spread: `rights` may be a getter. */
export interface UserWithRights {
  readonly user: User;
  /** By name. Requests share them. */
  readonly roles: readonly Role[];
  readonly rights: Rights;
}

/**
 * A user and the ids of their roles as columns of one prepared statement, and what comes of them with the definitions of
 * roles in memory; as `Roles.rightsOf` finds it.
 */
export class UsersWithRights {
  private readonly users: RowMapping<User>;
  private readonly sqlite: boolean;

  constructor(
    database: Database,
    private readonly catalogue: RoleCatalogue,
  ) {
    this.users = new RowMapping(database, UserEntity);
    this.sqlite = database.dialect === 'sqlite';
  }

  /** @param user the alias under which the statement knows the user's row */
  select(user: string): string {
    const held = `from user_roles ur where ur.user_id = ${user}.id`;
    const ids = this.sqlite ? `(select json_group_array(ur.role_id) ${held})` : `array(select ur.role_id ${held})`;
    return `${ROLES_VERSION}, ${ids}, ${this.users.select(user)}`;
  }

  /**
   * Of a statement that has written and is committed: what it returned is not to be lost because the roles could not be
   * read, so that is tried twice. After that it is like a commit whose answer never came.
   *
   * @param start where in the row the columns of `select` begin
   */
  async fromRow(row: Row, start: number): Promise<UserWithRights> {
    const definitions = () => this.catalogue.since(versionIn(row, start));
    return this.read(row, start, await definitions().catch(definitions));
  }

  /**
   * Of a statement that only reads.
   *
   * @param make what is made of a user and the rest of their row
   */
  async fromRows<T>(rows: readonly Row[], start: number, make: (user: UserWithRights, row: Row) => T): Promise<T[]> {
    const [first] = rows;
    if (!first) return [];
    const definitions = await this.catalogue.since(versionIn(first, start));
    return rows.map((row) => make(this.read(row, start, definitions), row));
  }

  instant(value: unknown): Date | null {
    return this.users.instant(value);
  }

  private read(row: Row, start: number, definitions: RoleDefinitions): UserWithRights {
    const user = this.users.fromRow(row, start + 2);
    const roles = definitions.of(this.ids(String(row[start + 1])));
    return new ReadUser(user, roles, user.isAdmin ? definitions.all : roles);
  }

  /** PostgreSQL writes `{}`, or `{one,other}`. */
  private ids(list: string): string[] {
    if (this.sqlite) return JSON.parse(list) as string[];
    return list.length > 2 ? list.slice(1, -1).split(',') : [];
  }
}

function versionIn(row: Row, start: number): string | null {
  const version = row[start];
  return typeof version === 'string' ? version : null;
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
