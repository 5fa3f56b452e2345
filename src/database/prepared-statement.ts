/**
 * A statement that a connection parses and plans once, in the dialect's own words. On PostgreSQL a list stands in a
 * query of its own, `any((select $1)::uuid[])`: where the planner sees how long it is, a short one makes it plan anew
 * each time, which takes several times as long as the read.
 */
export interface PreparedStatement {
  readonly name: string;
  readonly sql: string;
}

export type Scalar = string | number | boolean | Date | null;

/** A value for one of its places, written as the database has it; a list is an array of PostgreSQL's, and JSON on SQLite. */
export type Parameter = Scalar | readonly Scalar[];
