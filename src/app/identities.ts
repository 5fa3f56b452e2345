import { AccountEnd } from '../account/account-end.service.js';
import type { Avatars } from '../avatars/avatars.service.js';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import { Identities } from '../identities/identities.service.js';
import { IdentityAccounts } from '../identities/identity-accounts.service.js';
import { IdentityLinks } from '../identities/identity-links.service.js';
import { IdentityProviders } from '../identities/identity-providers.js';
import { IdentitySignIn } from '../identities/identity-sign-in.service.js';
import { RedirectSignIn } from '../identities/redirect-sign-in.service.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import type { Outbox } from '../mail/outbox.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { Sessions } from '../sessions/sessions.service.js';
import type { Reauthentication } from '../sign-in/reauthentication.service.js';
import type { SignInNotice } from '../sign-in/sign-in-notice.service.js';
import type { Users } from '../users/users.service.js';
import type { UserManagementOptions } from './options.js';

interface Needed {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly tokens: OneTimeTokens;
  readonly reauthentication: Reauthentication;
  readonly notice: SignInNotice;
  readonly avatars: Avatars;
  readonly outbox: Outbox;
  readonly events: EventLog;
}

/** Signing in with an account that people have elsewhere. */
export function createIdentities(options: UserManagementOptions, needed: Needed) {
  const { database, clock, ids, users, sessions, tokens, reauthentication, notice, avatars, outbox, events } = needed;
  const { publicUrl, identityProviders = [], providerLimits, emailVerification, logger } = options;
  const callbackUrl = options.signInCallbackUrl ?? `${publicUrl}/auth/callback`;
  const providers = new IdentityProviders(identityProviders, publicUrl, clock, providerLimits);
  const identities = new Identities(database, clock, providers, users, sessions, reauthentication, outbox, events);
  const accountEnd = new AccountEnd(clock, sessions, tokens, identities, avatars, events);
  const accounts = new IdentityAccounts(clock, ids, users, identities, tokens, accountEnd, events);
  const signIn = new IdentitySignIn(database, clock, providers, accounts, sessions, notice, events, emailVerification);
  const redirects = new RedirectSignIn(
    database,
    clock,
    ids,
    providers,
    accounts,
    signIn,
    sessions,
    users,
    logger,
    callbackUrl,
  );
  return {
    identityProviders: providers,
    identities,
    accountEnd,
    identitySignIn: signIn,
    identityLinks: new IdentityLinks(providers, identities, redirects),
    redirectSignIn: redirects,
  };
}
