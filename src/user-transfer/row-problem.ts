import { type UserErrorCode, userErrorMessages } from '../kernel/user-error.js';
import type { HashFault } from '../passwords/foreign-hashes/foreign-hash.js';
import type { UserColumn } from './user-columns.js';

type OwnCode = HashFault | 'UNKNOWN_ROLE' | 'ADMIN_NOT_ALLOWED' | 'ID_TAKEN' | 'MALFORMED' | 'TOO_LONG';
export type RowProblemCode = OwnCode | UserErrorCode;

/** Why a row, or a field of it, did not come along. It never repeats what stood there. */
export interface RowProblem {
  readonly line: number;
  /** `left out`: the person came along without this field. */
  readonly outcome: 'refused' | 'left out';
  /** Null where it is the row as a whole. */
  readonly column: UserColumn | null;
  readonly code: RowProblemCode;
  readonly reason: string;
}

const ownReasons: Readonly<Record<OwnCode, string>> = {
  UNKNOWN_HASH: 'This hash is broken, or of a kind that can not be verified here.',
  COSTLY_HASH: 'Verifying this hash would take too long or too much memory.',
  UNKNOWN_ROLE: 'There is no role of this name: make it first.',
  ADMIN_NOT_ALLOWED: 'This is an administrator, and administrators are only imported when that is asked for.',
  ID_TAKEN: 'Another user has this id, perhaps a deleted one.',
  MALFORMED: 'This row can not be read.',
  TOO_LONG: 'This row is too long to be a user.',
};

export function reasonOf(code: RowProblemCode): string {
  return code in ownReasons ? ownReasons[code as OwnCode] : userErrorMessages[code as UserErrorCode];
}
