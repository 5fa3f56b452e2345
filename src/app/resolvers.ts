import { PasswordResolver } from '../passwords/password.resolver.js';
import { RegistrationResolver } from '../registration/registration.resolver.js';
import { UserRolesResolver } from '../roles/user-roles.resolver.js';
import { SessionResolver } from '../sessions/session.resolver.js';
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
    new PasswordResolver(policy),
    new RegistrationResolver(services.registration, services.verification),
    new SignInResolver(services.signIn, {
      emailVerificationRequired: emailVerification === 'required',
      passwordMinLength: policy.minLength,
      passwordMaxLength: policy.maxLength,
    }),
    new SessionResolver(services.sessions, services.refresh),
  ];
}
