import { userColumns } from '../user-columns.js';
import type { UserSource } from './user-source.js';

/** Our own columns, as the export writes them. */
export const fromUsergraph: UserSource = {
  expected: ['email'],
  known: userColumns,
  read: (record) => Object.fromEntries(userColumns.map((column) => [column, record[column]])),
};
