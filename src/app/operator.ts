import type { AdministratorForm } from '../administration/administrator-form.js';
import type { MadeAdministrator } from '../administration/administrators.service.js';
import type { OperatorFilter, ResetLink, UserDetails } from '../administration/operator.service.js';
import type { ExportedUser } from '../user-transfer/user-export.service.js';
import type { ImportCounts, ImportOptions } from '../user-transfer/user-import.service.js';
import type { Result } from '../kernel/user-error.js';
import type { User } from '../users/user.entity.js';
import type { Services } from './services.js';

export { csvLine } from '../user-transfer/formats/csv-line.js';
export { fileFormats } from '../user-transfer/formats/read-records.js';
export { UnreadableFile } from '../user-transfer/formats/record.js';
export { parseFirebaseConfig } from '../user-transfer/sources/firebase.js';
export { sourceNames } from '../user-transfer/sources/source.js';
export { userColumns } from '../user-transfer/user-columns.js';
export { statusOf, UserStatus } from '../users/user-status.js';
export type { User } from '../users/user.entity.js';
export type { ImportCounts, ImportOptions };

/** What whoever runs the server does with users. Nothing here asks for a permission: keep it away from requests. */
export interface Operator {
  /** With a verified address; with `promote`, a verified user who has the address already becomes one. */
  createAdministrator(form: AdministratorForm, promote?: boolean): Promise<Result<MadeAdministrator>>;
  /** Oldest first, read page by page; 100 at most unless the filter says otherwise. */
  list(filter?: OperatorFilter): AsyncIterable<User>;
  /** @param who an address, a username or an id */
  show(who: string): Promise<UserDetails | null>;
  /** Ends all sessions and mailed links. Refused for the last administrator. */
  suspend(who: string, reason?: string | null): Promise<Result<User>>;
  reinstate(who: string): Promise<Result<User>>;
  /** A link of 30 minutes that chooses a password. Whoever has it has the account. */
  resetLink(who: string): Promise<Result<ResetLink>>;
  /** Brings people over out of a file of any size; who is here already stays as they are. */
  importUsers(file: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<ImportCounts>;
  /** Everybody but the deleted, as `importUsers` reads them. */
  exportUsers(options?: { readonly withHashes?: boolean }): AsyncIterable<ExportedUser>;
}

export function createOperator({ administrators, operator, userImport, userExport }: Services): Operator {
  return {
    createAdministrator: (form, promote) => administrators.make(form, promote),
    list: (filter) => operator.list(filter),
    show: (who) => operator.show(who),
    suspend: (who, reason) => operator.suspend(who, reason),
    reinstate: (who) => operator.reinstate(who),
    resetLink: (who) => operator.resetLink(who),
    importUsers: (file, options) => userImport.run(file, options),
    exportUsers: (options) => userExport.run(options?.withHashes ?? false),
  };
}
