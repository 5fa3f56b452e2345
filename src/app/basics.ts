import type { Database } from '../database/database.js';
import { EventLog } from '../events/event-log.js';
import { type Clock, systemClock } from '../kernel/clock.js';
import { UuidV7 } from '../kernel/ids.js';
import { SecretKey } from '../kernel/secrets.js';
import { MailLinks } from '../one-time-tokens/mail-links.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { RoleCatalogue } from '../roles/role-catalogue.js';
import { definitionsIn } from '../roles/role-definitions.js';
import { Roles } from '../roles/roles.service.js';
import { UsersWithRights } from '../roles/users-with-rights.js';
import { Users } from '../users/users.service.js';
import type { UserManagementOptions } from './options.js';

export type Basics = ReturnType<typeof createBasics>;

/** What nearly every service works with. */
export function createBasics(options: UserManagementOptions, database: Database) {
  const clock: Clock = options.clock ?? systemClock;
  const ids = new UuidV7(clock);
  const secretKey = new SecretKey(options.secretKey);
  return {
    database,
    clock,
    ids,
    secretKey,
    logger: options.logger,
    events: new EventLog(clock, ids),
    users: new Users(clock, ids),
    roles: new Roles(),
    usersWithRights: new UsersWithRights(database, new RoleCatalogue(definitionsIn(database))),
    tokens: new OneTimeTokens(clock, ids, secretKey),
    links: new MailLinks(options),
  };
}
