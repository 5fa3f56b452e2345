import { FieldResolver, Resolver } from 'type-graphql';
import { AuthOptions } from '../sign-in/sign-in.types.js';
import { AuthProviderType } from './identity.types.js';
import type { IdentityProviders } from './identity-providers.js';

/** What a sign-in page learns of providers. */
@Resolver(() => AuthOptions)
export class AuthProvidersResolver {
  constructor(private readonly configured: IdentityProviders) {}

  @FieldResolver(() => [AuthProviderType], {
    description: 'The providers that are configured, with the URL that starts a sign-in with each.',
  })
  providers(): AuthProviderType[] {
    return this.configured.list();
  }
}
