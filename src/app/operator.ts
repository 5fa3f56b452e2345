import type { AdministratorForm } from '../administration/administrator-form.js';
import type { MadeAdministrator } from '../administration/administrators.service.js';
import type { ResetLink, UserDetails, UserFilter } from '../administration/operator.service.js';
import type { Result } from '../kernel/user-error.js';
import type { User } from '../users/user.entity.js';
import type { Services } from './services.js';

/** What whoever runs the server does with users. Nothing here asks for a permission: keep it away from requests. */
export interface Operator {
  /** With a verified address; with `promote`, a verified user who has the address already becomes one. */
  createAdministrator(form: AdministratorForm, promote?: boolean): Promise<Result<MadeAdministrator>>;
  /** In the order of ids, read page by page; 100 at most unless the filter says otherwise. */
  list(filter?: UserFilter): AsyncIterable<User>;
  /** @param who an address, a username or an id */
  show(who: string): Promise<UserDetails | null>;
  /** Ends all sessions and mailed links. Refused for the last administrator. */
  suspend(who: string, reason?: string | null): Promise<Result<User>>;
  reinstate(who: string): Promise<Result<User>>;
  /** A link of 30 minutes that chooses a password. Whoever has it has the account. */
  resetLink(who: string): Promise<Result<ResetLink>>;
}

export function createOperator({ administrators, operator }: Services): Operator {
  return {
    createAdministrator: (form, promote) => administrators.make(form, promote),
    list: (filter) => operator.list(filter),
    show: (who) => operator.show(who),
    suspend: (who, reason) => operator.suspend(who, reason),
    reinstate: (who) => operator.reinstate(who),
    resetLink: (who) => operator.resetLink(who),
  };
}
