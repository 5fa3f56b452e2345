import type { ClientInfo } from '../kernel/client-info.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { Identities } from './identities.service.js';
import type { IdentityProviders } from './identity-providers.js';
import type { RedirectSignIn } from './redirect-sign-in.service.js';
import { isReturnPath } from './return-to.js';

export interface LinkRequest {
  readonly provider: string;
  readonly returnTo?: string | null | undefined;
  readonly currentPassword?: string | null | undefined;
}

/** How a signed-in user adds an identity: a browser that goes to a provider carries no bearer token. */
export class IdentityLinks {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly identities: Identities,
    private readonly redirects: RedirectSignIn,
  ) {}

  /** @param browser the secret in this browser's cookie: a start URL that is sent to somebody else does nothing there */
  async begin(
    by: { userId: string; sessionId: string },
    { provider, returnTo = null, currentPassword }: LinkRequest,
    browser: () => string,
    client: ClientInfo,
  ): Promise<Result<{ startUrl: string; expiresAt: Date }>> {
    const errors = [
      this.providers.find(provider) ? null : userError('NOT_FOUND', ['input', 'provider']),
      returnTo === null || isReturnPath(returnTo) ? null : userError('INVALID_VALUE', ['input', 'returnTo']),
      await this.identities.confirm(by, currentPassword, client),
    ].filter((error) => error !== null);
    if (errors.length > 0) return refused(...errors);
    return ok(await this.redirects.prepareLink(by, provider, browser(), returnTo));
  }
}
