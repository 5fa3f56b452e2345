/**
 * Why a sign-in by redirect failed, as the `error` of the callback URL tells it. The list is part of the interface:
 * codes are stable.
 */
export const signInErrors = {
  access_denied: 'The person did not agree at the provider, or went back.',
  provider_error: 'The provider refused the request; the log has its reason.',
  provider_unavailable: 'The provider could not be reached in time, or its answer made no sense. Try again later.',
  identity_rejected: 'What the provider sent is not valid: forged, expired, or meant for another.',
  email_not_verified: 'The address is not verified: at the provider, or in the account here that has it.',
  identity_taken:
    'This identity belongs to another account, or the account of this address to another identity of the provider.',
  account_suspended: 'The account is suspended.',
  session_ended: 'The session that wanted to link the identity has ended.',
  invalid_state: 'This sign-in was not begun in this browser, is over, or took more than 10 minutes.',
  rate_limited: 'Too many sign-ins from this client address within a minute. Wait, and begin again.',
  server_error: 'Something went wrong here; the log has the details.',
} as const;

export type SignInError = keyof typeof signInErrors;

/** The provider did not confirm who somebody is. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';

  constructor(
    readonly reason: Extract<
      SignInError,
      'access_denied' | 'provider_error' | 'provider_unavailable' | 'identity_rejected'
    >,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
