import type { Asking } from '../access/viewer.js';
import type { ClientInfo } from '../kernel/client-info.js';

/** The refresh token's cookie of one request and its answer. */
export interface RefreshCookie {
  /**
   * The token in the cookie, or null.
   * @throws Refusal FORBIDDEN where there is one and the request's origin is not an allowed one
   */
  read(): string | null;
  /** The same without asking where it comes from: to tell how a client keeps its token, never to trade it. */
  peek(): string | null;
  write(token: string, expiresAt: Date): void;
  clear(): void;
}

/** The cookie that tells one browser from another while it goes to a provider and back. */
export interface BrowserCookie {
  /** Its secret, or null. */
  read(): string | null;
  /** The same; a browser that has none is given one. */
  ensure(): string;
}

/** What a resolver may know of the request that it serves. */
export interface RequestContext extends Asking {
  readonly client: ClientInfo;
  readonly refreshCookie: RefreshCookie;
  readonly browserCookie: BrowserCookie;
}
