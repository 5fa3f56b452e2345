import { type UserError, type UserErrorCode, userError } from '../kernel/user-error.js';

/** What people may say of themselves, as they typed it. A field left out is undefined. */
export interface ProfileInput {
  readonly username?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly locale?: string | null | undefined;
}

/** The same in the form that is stored; null where there is none. */
export interface Profile {
  readonly username: string | null;
  readonly name: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** BCP 47, canonical. */
  readonly locale: string | null;
}

const USERNAME = /^[a-z0-9][a-z0-9_.-]{2,29}$/i;
const LONGEST_PHONE = 60;
const LONGEST_LOCALE = 35;

/**
 * Checks every field and tells of each that is wrong; `null` and a field left out both mean "none".
 *
 * @param knownLocale whose country a phone number without a country code is read as of, where the input names no locale
 */
export async function parseProfile(
  input: ProfileInput,
  knownLocale: string | null | undefined = null,
): Promise<{ profile: Profile; errors: readonly UserError[] }> {
  const errors: UserError[] = [];
  const check = <T>(field: keyof ProfileInput, code: UserErrorCode, parsed: T | undefined): T | null => {
    if (parsed === undefined) errors.push(userError(code, ['input', field]));
    return parsed ?? null;
  };
  const locale = check('locale', 'INVALID_LOCALE', given(input.locale, parseLocale));
  const profile = {
    username: check('username', 'INVALID_USERNAME', given(input.username, parseUsername)),
    name: check('name', 'INVALID_NAME', given(input.name, parseName)),
    phone: check(
      'phone',
      'INVALID_PHONE',
      await given(input.phone, (phone) => parsePhone(phone, locale ?? knownLocale ?? null)),
    ),
    locale,
  };
  return { profile, errors };
}

function given<T>(value: string | null | undefined, parse: (text: string) => T): T | null {
  return value === null || value === undefined ? null : parse(value);
}

/** Shown as typed; undefined where it is none. */
function parseUsername(text: string): string | undefined {
  return USERNAME.test(text) ? text : undefined;
}

/**
 * The one canonical form of a username: A to Z in lower case. A username holds no letter outside of ASCII; `toLowerCase`
 * would make one of look-alikes, such as k of the Kelvin sign.
 */
export function usernameKey(username: string): string {
  return username.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function parseName(text: string): string | undefined {
  if (text.length > 1_000) return undefined;
  const name = text.normalize('NFC').trim();
  const length = [...name].length;
  // Cc and Cf hold line breaks and the marks that turn the direction of writing; joiners belong to emoji and scripts.
  const controls = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
  return length >= 1 && length <= 100 && name.isWellFormed() && !controls.test(name) ? name : undefined;
}

function parseLocale(text: string): string | undefined {
  try {
    // The canonical form can be longer than what was typed.
    const locale = text.length <= LONGEST_LOCALE ? Intl.getCanonicalLocales(text)[0] : undefined;
    return locale && locale.length <= LONGEST_LOCALE ? locale : undefined;
  } catch {
    return undefined;
  }
}

/** Any common spelling; one without a country code is read as of the country that the locale names, if it names one. */
async function parsePhone(text: string, locale: string | null): Promise<string | undefined> {
  // libphonenumber reads at most 250 characters; its cost on hostile input grows with the length.
  if (text.length > LONGEST_PHONE) return undefined;
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const region = locale === null ? undefined : new Intl.Locale(locale).region;
  const international = text.trim().replace(/^tel:/i, '').replace(/^00/, '+');
  const country = region !== undefined && isSupportedCountry(region) ? region : undefined;
  const number = parsePhoneNumberFromString(international, {
    ...(country && { defaultCountry: country }),
    extract: false,
  });
  return number?.isValid() === true && number.ext === undefined ? number.number : undefined;
}
