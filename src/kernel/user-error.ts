/**
 * What a person did that can't be done. The code is stable; the message is constant for a code and an installation's
 * settings, and never repeats what was sent.
 */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Where in the arguments it lies. */
  readonly path: readonly string[] | null;
}

/** Every code with its message; `{…}` is filled from the installation's settings. */
export const userErrorMessages = {
  REQUIRED: 'This is required.',
  INVALID_EMAIL: 'Give an e-mail address such as name@example.com, 254 characters at most.',
  INVALID_USERNAME: 'Use 3 to 30 letters a-z, digits, "_", "." or "-", beginning with a letter or a digit.',
  INVALID_PHONE: 'Give a phone number with its country code, such as +41 44 668 18 00.',
  INVALID_NAME:
    'A person\'s name takes 1 to 100 characters without control characters; a role\'s 2 to 50 of a-z, 0-9 and "-", beginning with a letter.',
  INVALID_LOCALE: 'Give a language tag such as en or de-CH (BCP 47).',
  INVALID_PERMISSION: 'Give a permission such as invoices:read: resource:action, in lower case.',
  INVALID_VALUE: 'This value does not fit here.',
  PASSWORD_TOO_SHORT: 'Use a password of at least {min} characters.',
  PASSWORD_TOO_LONG: 'Use a password of at most {max} characters.',
  PASSWORD_TOO_COMMON:
    'This password is too easy to guess. Choose one that is not common and not like your name or address.',
  PASSWORD_REUSED: 'Choose a password that you have not used here lately.',
  EMAIL_TAKEN: 'This e-mail address is taken.',
  USERNAME_TAKEN: 'This username is taken.',
  ROLE_NAME_TAKEN: 'A role of this name exists already.',
  INVALID_CREDENTIALS: 'The e-mail address, username or password is wrong.',
  EMAIL_NOT_VERIFIED: 'Confirm your e-mail address first.',
  ACCOUNT_SUSPENDED: 'This account is suspended.',
  WRONG_PASSWORD: 'The current password is wrong.',
  PASSWORD_REQUIRED: 'Give your current password to do this.',
  INVALID_TOKEN: 'This link or token is not valid, or was used already.',
  EXPIRED_TOKEN: 'This link or token has expired.',
  INVALID_CODE: 'This code is not valid, has expired or was tried too often.',
  REFRESH_TOKEN_REUSED: 'This refresh token was used before. For safety the session has ended; sign in again.',
  IDENTITY_REJECTED: 'The identity provider did not confirm this sign-in.',
  LAST_SIGN_IN_METHOD: 'This is the only way to sign in to the account. Add another first, such as a password.',
  NOT_FOUND: 'There is nothing with this id or name.',
  NOT_AVAILABLE: 'This server does not offer that.',
  LAST_ADMIN: 'This is the last administrator. Make another one first.',
  ROLE_IN_USE: 'Users still hold this role. Take it from them first.',
  BUILT_IN_ROLE: 'This role is built in and stays as it is.',
  NOT_ALLOWED_ON_SELF: 'Nobody can do this to their own account here; another administrator can.',
} as const;

export type UserErrorCode = keyof typeof userErrorMessages;

export function userError(
  code: UserErrorCode,
  path: readonly string[] | null = null,
  values: Readonly<Record<string, number>> = {},
): UserError {
  const message = userErrorMessages[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  return { code, message, path };
}

/** The outcome of something that a person may get wrong: a value, or every problem found. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly UserError[] };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused(...errors: readonly UserError[]): { ok: false; errors: readonly UserError[] } {
  return { ok: false, errors };
}
