import type { UnauthenticatedReason } from '../kernel/refusal.js';

/** Who asks: a signed-in user with a living session, and what they may do at this moment. */
export interface Viewer {
  readonly userId: string;
  readonly sessionId: string;
  readonly permissions: ReadonlySet<string>;
  readonly isAdmin: boolean;
}

/** What the bearer token of a request turned out to be. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  | { readonly kind: 'refused'; readonly reason: UnauthenticatedReason };

/** What an access rule is checked against; the bearer token is looked at once, and only where a field asks. */
export interface Asking {
  credentials(): Promise<Credentials>;
}
