export interface OriginOptions {
  /** For example `https://app.example.com`. */
  readonly listed: readonly string[];
  /** Also every port of this machine; for development. */
  readonly localhost: boolean;
}

const LOCALHOST = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** Which browser pages may talk to this server with credentials. Compared exactly; a pattern is never built from input. */
export class AllowedOrigins {
  private readonly listed: ReadonlySet<string>;
  private readonly localhost: boolean;

  constructor({ listed, localhost }: OriginOptions) {
    this.listed = new Set(listed);
    this.localhost = localhost;
  }

  allows(origin: string | undefined): boolean {
    return origin !== undefined && (this.listed.has(origin) || (this.localhost && LOCALHOST.test(origin)));
  }
}
