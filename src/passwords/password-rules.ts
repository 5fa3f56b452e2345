import type { UserErrorCode } from '../kernel/user-error.js';

/** Code points after NFKC. */
export const PASSWORD_MAX_LENGTH = 128;

/**
 * UTF-16 units before NFKC. Six is the most that compose into one code point (U+16126 and its like), so nothing longer
 * can be a password; it is refused unread, for normalising a megabyte takes time.
 */
export const PASSWORD_MAX_RAW_LENGTH = 6 * PASSWORD_MAX_LENGTH;

/** Shorter words turn up in too many good passwords. */
const MIN_CONTEXT_WORD = 4;
/** What a password must have besides the words that anyone would try for this person. */
const MIN_BESIDES_CONTEXT = 4;
const PRODUCT = 'usergraph';

export interface PasswordRules {
  /** Code points after NFKC. */
  readonly minLength: number;
  /** Is asked for the password in lower case. */
  readonly isCommon: (password: string) => boolean;
  /** What the person is known by: address, username, name. */
  readonly context: readonly string[];
}

/** The form that is measured and hashed, in which composed and decomposed spellings of one password are the same (NFKC). */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/** What is wrong with a password. Whether it can be guessed is told only of one whose length is right. */
export function passwordProblems(password: string, { minLength, isCommon, context }: PasswordRules): UserErrorCode[] {
  if (password.length > PASSWORD_MAX_RAW_LENGTH) return ['PASSWORD_TOO_LONG'];
  const normalized = normalizePassword(password);
  const length = codePoints(normalized);
  if (length > PASSWORD_MAX_LENGTH) return ['PASSWORD_TOO_LONG'];
  if (length < minLength) return ['PASSWORD_TOO_SHORT'];
  const folded = fold(password);
  const guessable = isCommon(folded) || isSequence(folded) || isMadeOf(folded, [...context, PRODUCT]);
  return guessable ? ['PASSWORD_TOO_COMMON'] : [];
}

/** `aaaaaaaa`, `abcdefgh`, `87654321`: the same small step from each character to the next. */
function isSequence(password: string): boolean {
  const characters = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(characters.slice(1).map((character, index) => character - (characters[index] ?? 0)));
  const [step = 0] = steps;
  return steps.size <= 1 && Math.abs(step) <= 1;
}

/** Whether little is left once the person's own words are taken out; a long phrase may well contain a name. */
function isMadeOf(password: string, context: readonly string[]): boolean {
  const words = context.flatMap(wordsOf).sort((one, other) => other.length - one.length);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), password);
  return rest !== password && codePoints(rest) < MIN_BESIDES_CONTEXT;
}

/** `alice.smith@example.com` is `alice.smith@example.com`, `alice.smith`, `alicesmith`, `alice`, `smith` and `example`. */
function wordsOf(text: string): string[] {
  const whole = fold(text).trim();
  const local = whole.replace(/@[^@]*$/, '');
  const parts = whole.split(/[^\p{L}\p{M}\p{N}]+/u);
  const joined = local.replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return [whole, local, joined, ...parts].filter((word) => codePoints(word) >= MIN_CONTEXT_WORD);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function codePoints(text: string): number {
  return Array.from(text).length;
}
