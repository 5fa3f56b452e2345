import type { Database } from '../database/database.js';
import { Maintenance } from '../database/maintenance.js';
import { createAccounts } from './accounts.js';
import { createAdministration } from './administration.js';
import { createAvatars } from './avatars.js';
import { createBasics } from './basics.js';
import { createIdentities } from './identities.js';
import { createMail } from './mail.js';
import { maintenanceTasks } from './maintenance.js';
import type { UserManagementOptions } from './options.js';
import { createPasswords } from './passwords.js';
import { createSessions } from './sessions.js';
import { createSignIn } from './sign-in.js';

export type Services = Awaited<ReturnType<typeof createServices>>;

/** Makes every service once and hands each what it needs, subject by subject; nothing is started. */
export async function createServices(options: UserManagementOptions, database: Database) {
  const basics = createBasics(options, database);
  const passwords = await createPasswords(options, basics);
  const mail = await createMail(options, basics, passwords);
  const sessions = createSessions(options, basics, mail);
  const avatars = await createAvatars(options, { ...basics, ...sessions });
  const signIn = createSignIn(options, { ...basics, ...mail, ...passwords, ...sessions });
  const signedIn = { ...basics, ...mail, ...passwords, ...sessions, ...signIn, avatars: avatars.avatars };
  const identities = createIdentities(options, signedIn);
  const accounts = createAccounts(options, { ...signedIn, ...identities });
  const administration = createAdministration({ ...basics, ...passwords, ...sessions, ...identities, ...accounts });
  const { statistics } = administration;
  const { eventRetention } = options;
  const cleared = { ...basics, ...mail, ...passwords, statistics, avatarPictures: avatars.pictures, eventRetention };
  return {
    ...basics,
    ...passwords,
    ...sessions,
    ...signIn,
    ...identities,
    ...accounts,
    ...administration,
    avatars,
    mail,
    maintenance: new Maintenance(database, maintenanceTasks(cleared), options.logger),
  };
}
