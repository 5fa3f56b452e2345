import { AccountEnd } from '../account/account-end.service.js';
import type { Avatars } from '../avatars/avatars.service.js';
import { Identities } from '../identities/identities.service.js';
import { IdentityAccounts } from '../identities/identity-accounts.service.js';
import { IdentityLinks } from '../identities/identity-links.service.js';
import { IdentityProviders } from '../identities/identity-providers.js';
import { IdentitySignIn } from '../identities/identity-sign-in.service.js';
import { RedirectSignIn } from '../identities/redirect-sign-in.service.js';
import type { Basics } from './basics.js';
import type { MailServices } from './mail.js';
import type { UserManagementOptions } from './options.js';
import type { SessionServices } from './sessions.js';
import type { SignInServices } from './sign-in.js';

export type IdentityServices = ReturnType<typeof createIdentities>;

/** Signing in with an account that people have elsewhere. */
export function createIdentities(
  options: UserManagementOptions,
  needed: Basics & MailServices & SessionServices & SignInServices & { readonly avatars: Avatars },
) {
  const { publicUrl, identityProviders = [], providerLimits, emailVerification } = options;
  const callbackUrl = options.signInCallbackUrl ?? `${publicUrl}/auth/callback`;
  const providers = new IdentityProviders(identityProviders, publicUrl, needed.clock, providerLimits);
  const identities = new Identities({ ...needed, providers });
  const accountEnd = new AccountEnd({ ...needed, identities });
  const accounts = new IdentityAccounts({ ...needed, identities, replacement: accountEnd });
  const signIn = new IdentitySignIn({ ...needed, providers, accounts, emailVerification });
  const redirects = new RedirectSignIn({ ...needed, providers, accounts, signIn, callbackUrl });
  return {
    identityProviders: providers,
    identities,
    accountEnd,
    identitySignIn: signIn,
    identityLinks: new IdentityLinks(providers, identities, redirects),
    redirectSignIn: redirects,
  };
}
