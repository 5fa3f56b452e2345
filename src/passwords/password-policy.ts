import { type UserError, userError } from '../kernel/user-error.js';
import { type BreachedPasswords, isBreached } from './breached-passwords.js';
import { loadCommonPasswords } from './common-passwords.js';
import { PASSWORD_MAX_LENGTH, passwordProblems } from './password-rules.js';

/** Which passwords this installation accepts (NIST SP 800-63B-4, section 3.1.1.2): long enough and not guessable; no composition rules, no expiry. */
export class PasswordPolicy {
  readonly maxLength = PASSWORD_MAX_LENGTH;

  /** @param minLength code points after NFKC */
  constructor(
    readonly minLength: number,
    private readonly breached: readonly BreachedPasswords[] = [],
  ) {}

  /**
   * @param path where the password stands in the arguments
   * @param context what the person is known by: address, username, name
   */
  async check(
    password: string,
    path: readonly string[],
    context: readonly (string | null)[] = [],
  ): Promise<UserError[]> {
    const common = loadCommonPasswords();
    const problems = passwordProblems(password, {
      minLength: this.minLength,
      isCommon: (candidate) => common.has(candidate),
      context: context.filter((word) => word !== null),
    });
    // Only what would be accepted otherwise is looked up, so that least is told to a service.
    if (problems.length === 0 && (await isBreached(password, this.breached))) problems.push('PASSWORD_TOO_COMMON');
    return problems.map((code) => userError(code, path, { min: this.minLength, max: this.maxLength }));
  }
}
