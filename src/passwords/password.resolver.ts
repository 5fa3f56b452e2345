import { Arg, Query, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import { Limit } from '../rate-limits/limit.js';
import { PasswordCheck } from './password.types.js';
import type { PasswordPolicy } from './password-policy.js';

@Resolver()
export class PasswordResolver {
  constructor(private readonly policy: PasswordPolicy) {}

  @Allow('anyone')
  @Limit('passwordChecks')
  @Query(() => PasswordCheck, {
    description:
      'Whether a password would be accepted, and why not; the same rules that register and resetPassword apply, but for the likeness to the name and address of the person, which this query does not know. For everyone; nothing is stored or logged.',
  })
  async checkPassword(
    @Arg('password', () => String, { description: 'Any text; counted in code points after NFKC normalisation.' })
    password: string,
  ): Promise<PasswordCheck> {
    const errors = await this.policy.check(password, ['password']);
    return { acceptable: errors.length === 0, errors };
  }
}
