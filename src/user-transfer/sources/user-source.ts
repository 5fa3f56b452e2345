import type { UserFields } from '../user-columns.js';

export type RecordFields = Readonly<Record<string, unknown>>;

/** What another service calls things. */
export interface UserSource {
  /** What a file of it has, if it is one of users at all. */
  readonly expected: readonly string[];
  /** What it may have besides; absent where services of this kind have what they like. */
  readonly known?: readonly string[];
  /** Null for a record that is no user, such as a group in a dump of everything. */
  read(record: RecordFields): UserFields | null;
}
