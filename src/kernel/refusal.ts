/** Failures that are not the person's to mend in a form; they become GraphQL errors with these codes in `extensions`. */
export type RefusalCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'RATE_LIMITED' | 'BAD_USER_INPUT' | 'SERVICE_UNAVAILABLE';

export type UnauthenticatedReason = 'TOKEN_MISSING' | 'TOKEN_INVALID' | 'TOKEN_EXPIRED' | 'SESSION_REVOKED';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Goes to the client as the GraphQL error's `extensions`. */
  readonly extensions: Readonly<Record<string, unknown>>;

  private constructor(code: RefusalCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.extensions = { code, ...details };
  }

  static unauthenticated(reason: UnauthenticatedReason): Refusal {
    return new Refusal('UNAUTHENTICATED', 'Sign in to do this.', { reason });
  }

  static forbidden(permission: string): Refusal {
    return new Refusal('FORBIDDEN', 'You are not allowed to do this.', { permission });
  }

  static foreignOrigin(): Refusal {
    return new Refusal('FORBIDDEN', 'This origin is not allowed to use the refresh cookie.');
  }

  static badInput(message: string): Refusal {
    return new Refusal('BAD_USER_INPUT', message);
  }

  /** @param retryAfter whole seconds */
  static rateLimited(retryAfter: number): Refusal {
    return new Refusal('RATE_LIMITED', 'Too many attempts. Wait and try again.', { retryAfter });
  }

  /** @param retryAfter whole seconds */
  static unavailable(retryAfter: number): Refusal {
    return new Refusal('SERVICE_UNAVAILABLE', 'The service is busy or away. Try again soon.', { retryAfter });
  }
}
