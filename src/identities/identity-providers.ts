import type { Clock } from '../kernel/clock.js';
import { DEFAULT_LIMITS, type IdentityProviderOptions, OidcProvider, type ProviderLimits } from './oidc-provider.js';

/** What a sign-in page shows of a provider. */
export interface ListedProvider {
  readonly id: string;
  readonly name: string;
  /** Where the browser goes to sign in. */
  readonly startUrl: string;
}

/** The providers of this installation. */
export class IdentityProviders {
  private readonly providers: ReadonlyMap<string, OidcProvider>;

  constructor(
    options: readonly IdentityProviderOptions[],
    private readonly publicUrl: string,
    clock: Clock,
    limits: ProviderLimits = DEFAULT_LIMITS,
  ) {
    this.providers = new Map(
      options.map((each) => [each.id, new OidcProvider(each, `${this.startUrl(each.id)}/callback`, clock, limits)]),
    );
  }

  find(id: string): OidcProvider | undefined {
    return this.providers.get(id);
  }

  list(): ListedProvider[] {
    return [...this.providers.values()].map(({ id, name }) => ({ id, name, startUrl: this.startUrl(id) }));
  }

  startUrl(id: string): string {
    return `${this.publicUrl}/auth/${id}`;
  }
}
