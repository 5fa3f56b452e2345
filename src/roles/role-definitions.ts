import type { Database } from '../database/database.js';
import { RowMapping } from '../database/row-mapping.js';
import { type Role, RoleEntity } from './role.entity.js';

/** The version of the roles in a statement's own snapshot; null where its row is missing. */
export const ROLES_VERSION = '(select v.version from roles_version v where v.id = 1)';

/** All roles there are, as one statement saw them. Requests share them, so nobody may change one. */
export class RoleDefinitions {
  /** In the order in which the database has names. */
  readonly all: readonly Role[];
  private readonly places: ReadonlyMap<string, number>;

  constructor(
    readonly version: string | null,
    all: readonly Role[],
  ) {
    this.all = Object.freeze(all.map(frozen));
    this.places = new Map(all.map(({ id }, place) => [id, place]));
  }

  /** By name; an id that is none of theirs was deleted meanwhile. */
  of(ids: readonly string[]): Role[] {
    const places = ids.flatMap((id) => this.places.get(id) ?? []).sort((one, other) => one - other);
    return places.flatMap((place) => this.all[place] ?? []);
  }
}

function frozen(role: Role): Role {
  Object.freeze(role.permissions);
  return Object.freeze(role);
}

/** Reads them with their version, in one statement and so in one snapshot. */
export function definitionsIn(database: Database): () => Promise<RoleDefinitions> {
  const roles = new RowMapping(database, RoleEntity);
  const gather = database.dialect === 'sqlite' ? 'json_group_array' : 'json_agg';
  const sql = `select ${ROLES_VERSION}, (select ${gather}(${roles.selectJson('r')} order by r.name) from roles r)`;
  return async () => {
    // Within somebody's transaction on SQLite, MikroORM waits until it is over.
    const rows = (await database.prepared({ name: 'role-definitions', sql }, [])) ?? (await plainly(database, sql));
    const [version, all] = rows[0] ?? [];
    const found = typeof all === 'string' ? (JSON.parse(all) as unknown[][]) : [];
    return new RoleDefinitions(
      typeof version === 'string' ? version : null,
      found.map((role) => roles.fromJson(role)),
    );
  };
}

async function plainly(database: Database, sql: string): Promise<unknown[][]> {
  return (await database.reader().execute<object[]>(sql)).map((row) => Object.values(row) as unknown[]);
}
