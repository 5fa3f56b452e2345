import type { BrowserCookie } from '../graphql/context.js';
import { clientOf, type HttpExchange } from '../http/http-request.js';
import type { IdentityProviders } from '../identities/identity-providers.js';
import type { RedirectSignIn } from '../identities/redirect-sign-in.service.js';
import { Refusal } from '../kernel/refusal.js';
import type { CountRequest } from './limits.js';

/** Where to send the browser; or null, where there is nothing at this path, and `malformed`, for a 400. */
export type RedirectAnswer =
  | {
      readonly location: string;
      /** Whole seconds, where it asked too often. */
      readonly retryAfter?: number;
    }
  | 'malformed'
  | null;

/** The two routes of a sign-in with a provider, whichever framework serves them. */
export class RedirectRoutes {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly redirects: RedirectSignIn,
    private readonly browserOf: (exchange: HttpExchange) => BrowserCookie,
    private readonly count: CountRequest,
  ) {}

  /** `GET /auth/ID`, with `returnTo`, `codeChallenge` and `ticket` in the query. */
  async begin(providerId: string, query: URLSearchParams, exchange: HttpExchange): Promise<RedirectAnswer> {
    const provider = this.providers.find(providerId);
    if (!provider) return null;
    if (new Set(query.keys()).size !== query.size) return 'malformed';
    // Each start is a row, and costs nothing to who asks for it.
    const refused = await this.refused(exchange);
    if (refused) return refused;
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
    const refused = await this.refused(exchange);
    if (refused) return refused;
    const browser = this.browserOf(exchange).read();
    return { location: await this.redirects.finish(provider, query, browser, clientOf(exchange)) };
  }

  /** A state that comes back too often is not used up: the same URL works once the minute is over. */
  private async refused(exchange: HttpExchange): Promise<RedirectAnswer> {
    try {
      await this.count('redirects', exchange);
      return null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { location: this.redirects.tooMany(), retryAfter: Number(error.extensions['retryAfter']) };
    }
  }
}
