import { AccountResolver } from '../account/account.resolver.js';
import { AdministrationResolver } from '../administration/administration.resolver.js';
import { RoleManagementResolver } from '../administration/role-management.resolver.js';
import { StatisticsResolver } from '../administration/statistics.resolver.js';
import { UserListResolver } from '../administration/user-list.resolver.js';
import { AvatarResolver } from '../avatars/avatar.resolver.js';
import { EmailVerificationResolver } from '../email-verification/email-verification.resolver.js';
import { EventListResolver } from '../history/event-list.resolver.js';
import { UserEventsResolver } from '../history/user-events.resolver.js';
import { AuthProvidersResolver } from '../identities/auth-providers.resolver.js';
import { IdentityResolver } from '../identities/identity.resolver.js';
import { UserIdentitiesResolver } from '../identities/user-identities.resolver.js';
import { PasswordResetResolver } from '../password-reset/password-reset.resolver.js';
import { PasswordResolver } from '../passwords/password.resolver.js';
import { RegistrationResolver } from '../registration/registration.resolver.js';
import { RoleResolver } from '../roles/role.resolver.js';
import { UserRolesResolver } from '../roles/user-roles.resolver.js';
import { SessionResolver } from '../sessions/session.resolver.js';
import { UserSessionsResolver } from '../sessions/user-sessions.resolver.js';
import { SignInResolver } from '../sign-in/sign-in.resolver.js';
import { UserResolver } from '../users/user.resolver.js';
import type { UserManagementOptions } from './options.js';
import type { Services } from './services.js';

/** Everything that the schema is made of. */
export function createResolvers(services: Services, { emailVerification }: UserManagementOptions): readonly object[] {
  const { database, policy } = services;
  return [
    new UserResolver(database, services.users),
    new UserRolesResolver(database, services.roles),
    new RoleResolver(database, services.roles),
    new PasswordResolver(policy),
    new RegistrationResolver(services.registration),
    new EmailVerificationResolver(services.verification),
    new SignInResolver(services.signIn, {
      emailVerificationRequired: emailVerification === 'required',
      passwordMinLength: policy.minLength,
      passwordMaxLength: policy.maxLength,
    }),
    new AuthProvidersResolver(services.identityProviders),
    new IdentityResolver(services.identities, services.identityLinks, services.identitySignIn, services.redirectSignIn),
    new UserIdentitiesResolver(database, services.identities),
    new SessionResolver(services.sessions, services.refresh),
    new UserSessionsResolver(database, services.sessions),
    new PasswordResetResolver(services.passwordReset),
    new AccountResolver(services.account, services.passwordChange, services.sessions),
    new AdministrationResolver(services.userCreation, services.userUpdate, services.userStanding, services.userAccess),
    new RoleManagementResolver(services.roleManagement),
    new UserListResolver(services.userList),
    new StatisticsResolver(services.statistics),
    new AvatarResolver(services.avatars.avatars, services.avatars.urls),
    new UserEventsResolver(database, services.history),
    new EventListResolver(services.eventList),
  ];
}
