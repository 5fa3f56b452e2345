import { AccountBeginning } from '../administration/account-beginning.service.js';
import { Administrators } from '../administration/administrators.service.js';
import { Authority } from '../administration/authority.js';
import { OperatorService } from '../administration/operator.service.js';
import { RoleManagement } from '../administration/role-management.service.js';
import { Statistics } from '../administration/statistics.service.js';
import { Suspension } from '../administration/suspension.service.js';
import { UserAccess } from '../administration/user-access.service.js';
import { UserCreation } from '../administration/user-creation.service.js';
import { UserList } from '../administration/user-list.service.js';
import { UserStanding } from '../administration/user-standing.service.js';
import { UserUpdate } from '../administration/user-update.service.js';
import { EventList } from '../history/event-list.service.js';
import { History } from '../history/history.service.js';
import { ImportBatch } from '../user-transfer/import-batch.service.js';
import { UserExport } from '../user-transfer/user-export.service.js';
import { UserImport } from '../user-transfer/user-import.service.js';
import type { AccountServices } from './accounts.js';
import type { Basics } from './basics.js';
import type { IdentityServices } from './identities.js';
import type { PasswordServices } from './passwords.js';
import type { SessionServices } from './sessions.js';

/** What administrators do with the accounts of others, and whoever runs the server with all of them. */
export function createAdministration(
  needed: Basics & PasswordServices & SessionServices & IdentityServices & AccountServices,
) {
  const { database, clock, ids, users, roles, sessions, tokens, lastAdministrator, events } = needed;
  const authority = new Authority(database, roles, sessions, lastAdministrator);
  const beginning = new AccountBeginning(users, roles, tokens, events);
  const suspension = new Suspension(clock, sessions, tokens, events);
  const userList = new UserList(database, users);
  return {
    userCreation: new UserCreation({ ...needed, authority, beginning }),
    userUpdate: new UserUpdate({ ...needed, authority }),
    userStanding: new UserStanding({ ...needed, authority, suspension }),
    userAccess: new UserAccess({ ...needed, authority }),
    roleManagement: new RoleManagement(ids, authority, roles, events),
    userList,
    statistics: new Statistics(database, clock),
    history: new History(),
    eventList: new EventList(database),
    administrators: new Administrators({ ...needed, beginning }),
    operator: new OperatorService({ ...needed, userList, suspension }),
    userImport: new UserImport(clock, new ImportBatch(needed)),
    userExport: new UserExport(database),
  };
}
