/** Where a request came from, as far as the server can tell; events and sessions remember it. */
export interface ClientInfo {
  readonly ip: string | null;
  /** The User-Agent header, cut at 500 characters. */
  readonly userAgent: string | null;
}
