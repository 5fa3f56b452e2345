import type { BrowserCookie } from '../graphql/context.js';
import { clientOf, type HttpExchange } from '../http/http-request.js';
import type { IdentityProviders } from '../identities/identity-providers.js';
import { Refusal } from '../kernel/refusal.js';
import { clientNetwork } from '../rate-limits/client-network.js';
import type { RedirectSignIn } from '../identities/redirect-sign-in.service.js';

/** Where to send the browser; or null, where there is nothing at this path; `malformed`, for a 400; seconds to wait, for a 429. */
export type RedirectAnswer = { readonly location: string } | { readonly retryAfter: number } | 'malformed' | null;

/** The two routes of a sign-in with a provider, whichever framework serves them. */
export class RedirectRoutes {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly redirects: RedirectSignIn,
    private readonly browserOf: (exchange: HttpExchange) => BrowserCookie,
    private readonly limit: (network: string) => Promise<void>,
  ) {}

  /** `GET /auth/ID`, with `returnTo`, `codeChallenge` and `ticket` in the query. */
  async begin(providerId: string, query: URLSearchParams, exchange: HttpExchange): Promise<RedirectAnswer> {
    const provider = this.providers.find(providerId);
    if (!provider) return null;
    if (new Set(query.keys()).size !== query.size) return 'malformed';
    // Each leaves a row behind, and needs nobody to be anybody.
    const retryAfter = await this.waitOf(exchange);
    if (retryAfter !== null) return { retryAfter };
    const [returnTo, codeChallenge, ticket] = ['returnTo', 'codeChallenge', 'ticket'].map((name) => query.get(name));
    const location = await this.redirects.begin(provider, {
      browser: this.browserOf(exchange).ensure(),
      returnTo: returnTo ?? null,
      codeChallenge: codeChallenge ?? null,
      ticket: ticket ?? null,
    });
    return location === null ? 'malformed' : { location };
  }

  /** `GET /auth/ID/callback`, with what the provider put into the query. */
  async finish(providerId: string, query: URLSearchParams, exchange: HttpExchange): Promise<RedirectAnswer> {
    const provider = this.providers.find(providerId);
    if (!provider) return null;
    const browser = this.browserOf(exchange).read();
    return { location: await this.redirects.finish(provider, query, browser, clientOf(exchange)) };
  }

  private async waitOf(exchange: HttpExchange): Promise<number | null> {
    try {
      await this.limit(clientNetwork(clientOf(exchange).ip));
      return null;
    } catch (error) {
      const wait = error instanceof Refusal ? error.extensions['retryAfter'] : undefined;
      if (typeof wait === 'number') return wait;
      throw error;
    }
  }
}
