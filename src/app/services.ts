import { Account } from '../account/account.service.js';
import { EmailChange } from '../account/email-change.service.js';
import { LastAdministrator } from '../account/last-administrator.js';
import { PasswordChange } from '../account/password-change.service.js';
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
import type { Database } from '../database/database.js';
import { Maintenance } from '../database/maintenance.js';
import { EmailVerification } from '../email-verification/email-verification.service.js';
import { EventLog } from '../events/event-log.js';
import { EventList } from '../history/event-list.service.js';
import { History } from '../history/history.service.js';
import { type Clock, systemClock } from '../kernel/clock.js';
import { UuidV7 } from '../kernel/ids.js';
import { SecretKey } from '../kernel/secrets.js';
import { MailLinks } from '../one-time-tokens/mail-links.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { PasswordReset } from '../password-reset/password-reset.service.js';
import { ResetMails } from '../password-reset/reset-mails.js';
import { NewPasswords } from '../passwords/new-passwords.service.js';
import { PasswordAttempts } from '../passwords/password-attempts.service.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { rateOf } from '../rate-limits/limits.js';
import { RegistrationConfirmation } from '../registration/registration-confirmation.service.js';
import { Registration } from '../registration/registration.service.js';
import { VerificationMails } from '../registration/verification-mails.js';
import { Roles } from '../roles/roles.service.js';
import { AccessLog } from '../sessions/access-log.service.js';
import { AccessTokens } from '../sessions/access-token.js';
import { KnownDevices } from '../sessions/known-devices.service.js';
import { QuickRefresh } from '../sessions/quick-refresh.js';
import { Refresh } from '../sessions/refresh.service.js';
import { Sessions } from '../sessions/sessions.service.js';
import { SigningKeys } from '../sessions/signing-keys.service.js';
import { QuickSignIn } from '../sign-in/quick-sign-in.js';
import { Reauthentication } from '../sign-in/reauthentication.service.js';
import { SignInLookup } from '../sign-in/sign-in-lookup.js';
import { SignInNotice } from '../sign-in/sign-in-notice.service.js';
import { SignIn } from '../sign-in/sign-in.service.js';
import { ImportBatch } from '../user-transfer/import-batch.service.js';
import { UserExport } from '../user-transfer/user-export.service.js';
import { UserImport } from '../user-transfer/user-import.service.js';
import { Users } from '../users/users.service.js';
import { createAvatars } from './avatars.js';
import { breachedPasswords } from './breached.js';
import { createIdentities } from './identities.js';
import { createMail } from './mail.js';
import { maintenanceTasks } from './maintenance.js';
import type { UserManagementOptions } from './options.js';

export type Services = Awaited<ReturnType<typeof createServices>>;

/** Makes every service once and hands each what it needs; nothing is started. */
export async function createServices(options: UserManagementOptions, database: Database) {
  const clock: Clock = options.clock ?? systemClock;
  const ids = new UuidV7(clock);
  const secretKey = new SecretKey(options.secretKey);
  const { tokens, emailVerification } = options;

  const events = new EventLog(clock, ids);
  const mail = await createMail(options, database, { clock, ids, secretKey });
  const breached = await breachedPasswords(options.passwords, options.logger);
  const policy = new PasswordPolicy(options.passwords.minLength, breached);
  const hasher = options.passwords.hasher ?? new PasswordHasher(options.passwords.hashingCost);
  const failures = options.rateLimits ? rateOf('login', 'failures', options.rateLimitOverrides) : null;
  const attempts = new PasswordAttempts(database, clock, secretKey, failures);
  const users = new Users(clock, ids);
  const roles = new Roles();
  const oneTimeTokens = new OneTimeTokens(clock, ids, secretKey);
  const signingKeys = new SigningKeys(database, clock, secretKey);
  const accessTokens = new AccessTokens(signingKeys, clock, {
    issuer: options.publicUrl,
    audience: tokens.audience,
    lifetime: tokens.accessLifetime,
  });
  const accessLog = new AccessLog(database, clock, events, options.logger);
  const sessions = new Sessions(database, clock, ids, accessTokens, roles, new KnownDevices(clock), accessLog, events, {
    idleLifetime: tokens.refreshLifetime,
    absoluteLifetime: tokens.sessionLifetime,
  });
  const refreshOptions = { reuseWindow: tokens.refreshReuseWindow, emailVerification };
  const quickRefresh = new QuickRefresh(database, clock, ids, sessions, emailVerification);
  const refresh = new Refresh(database, clock, sessions, quickRefresh, mail.outbox, events, refreshOptions);
  const links = new MailLinks(options);
  const verificationMails = new VerificationMails(oneTimeTokens, mail.cooldown, mail.outbox, links);
  const avatars = await createAvatars(options, database, { clock, ids, users, sessions, events });
  const registration = new Registration(
    database,
    clock,
    ids,
    users,
    policy,
    hasher,
    sessions,
    verificationMails,
    avatars.avatars,
    events,
    emailVerification,
  );
  const confirmation = new RegistrationConfirmation(clock, users, oneTimeTokens, avatars.avatars, events);
  const notice = new SignInNotice(clock, mail.outbox, options.newSignInMail);
  const lookup = new SignInLookup(database, clock);
  const quickSignIn = new QuickSignIn(database, clock, ids, sessions, emailVerification);
  const signIn = new SignIn(
    database,
    clock,
    lookup,
    quickSignIn,
    hasher,
    attempts,
    sessions,
    notice,
    events,
    emailVerification,
  );
  const reauthentication = new Reauthentication(database, hasher, attempts, events);
  const newPasswords = new NewPasswords(database, clock, ids, policy, hasher, attempts, options.passwords.remembered);
  const { cooldown, outbox } = mail;
  const emailChange = new EmailChange(clock, users, oneTimeTokens, sessions, cooldown, outbox, links, events);
  const identities = createIdentities(options, {
    database,
    clock,
    ids,
    users,
    sessions,
    tokens: oneTimeTokens,
    reauthentication,
    notice,
    avatars: avatars.avatars,
    outbox,
    events,
  });
  const { accountEnd } = identities;
  const lastAdministrator = new LastAdministrator(identities.identities, emailVerification);
  const account = new Account(
    database,
    clock,
    users,
    reauthentication,
    emailChange,
    sessions,
    accountEnd,
    lastAdministrator,
    events,
  );
  const passwordChange = new PasswordChange(
    database,
    newPasswords,
    reauthentication,
    sessions,
    oneTimeTokens,
    outbox,
    events,
  );
  const resetMails = new ResetMails(ids, oneTimeTokens, cooldown, outbox, links, events);
  const passwordReset = new PasswordReset(
    database,
    clock,
    users,
    newPasswords,
    oneTimeTokens,
    sessions,
    resetMails,
    outbox,
    events,
  );
  const verification = new EmailVerification(
    database,
    clock,
    ids,
    users,
    oneTimeTokens,
    confirmation,
    emailChange,
    verificationMails,
  );
  const authority = new Authority(database, roles, sessions, lastAdministrator);
  const beginning = new AccountBeginning(users, roles, oneTimeTokens, events);
  const userCreation = new UserCreation(
    authority,
    users,
    beginning,
    roles,
    policy,
    hasher,
    resetMails,
    verificationMails,
  );
  const userUpdate = new UserUpdate(
    database,
    clock,
    authority,
    users,
    emailChange,
    oneTimeTokens,
    verificationMails,
    events,
  );
  const suspension = new Suspension(clock, sessions, oneTimeTokens, events);
  const userStanding = new UserStanding(clock, authority, users, oneTimeTokens, suspension, accountEnd, events);
  const userAccess = new UserAccess(clock, authority, roles, sessions, resetMails, events);
  const roleManagement = new RoleManagement(ids, authority, roles, events);
  const statistics = new Statistics(database, clock);
  const administrators = new Administrators(database, clock, users, beginning, policy, hasher, events);
  const userList = new UserList(database, users);
  const operator = new OperatorService(
    database,
    users,
    userList,
    roles,
    sessions,
    suspension,
    lastAdministrator,
    resetMails,
  );
  const tasks = maintenanceTasks({
    clock,
    outbox,
    cooldown,
    statistics,
    attempts,
    avatarPictures: avatars.pictures,
    eventRetention: options.eventRetention,
  });
  return {
    database,
    events,
    clock,
    secretKey,
    users,
    roles,
    policy,
    breached,
    hasher,
    signingKeys,
    accessLog,
    sessions,
    refresh,
    registration,
    signIn,
    account,
    passwordChange,
    passwordReset,
    verification,
    userCreation,
    userUpdate,
    userStanding,
    userAccess,
    roleManagement,
    administrators,
    operator,
    userImport: new UserImport(clock, new ImportBatch(database, clock, ids, oneTimeTokens, events)),
    userExport: new UserExport(database),
    avatars,
    history: new History(),
    eventList: new EventList(database),
    userList,
    statistics,
    ...identities,
    mail,
    maintenance: new Maintenance(database, tasks, options.logger),
  };
}
