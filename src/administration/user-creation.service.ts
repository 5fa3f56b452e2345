import type { EntityManager } from '@mikro-orm/sql';
import type { Viewer } from '../access/viewer.js';
import { type EmailAddress } from '../email-addresses/email-address.js';
import { readNewEmail } from '../email-addresses/new-email.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { ok, refused, type Result, type UserError } from '../kernel/user-error.js';
import type { ResetMails } from '../password-reset/reset-mails.js';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import type { VerificationMails } from '../registration/verification-mails.js';
import type { Roles } from '../roles/roles.service.js';
import { parseProfile, type Profile, type ProfileInput } from '../users/profile.js';
import type { User } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import type { AccountBeginning } from './account-beginning.service.js';
import { authorOf } from './author.js';
import { type Authority, demandAdministrator, demandAll } from './authority.js';
import { missingRoleErrors, roleListErrors } from './role-list.js';
import { takenErrors } from './taken.js';

export interface NewUserInput extends ProfileInput {
  readonly email: string;
  readonly isAdmin?: boolean | null | undefined;
  readonly roles?: readonly string[] | null | undefined;
  /** Without one the user is invited. */
  readonly password?: string | null | undefined;
  readonly emailVerified?: boolean | null | undefined;
}

interface Form {
  readonly email: EmailAddress | null;
  readonly profile: Profile;
  readonly errors: readonly UserError[];
}

interface UserCreationNeeds {
  readonly authority: Authority;
  readonly users: Users;
  readonly beginning: AccountBeginning;
  readonly roles: Roles;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
  readonly resetMails: ResetMails;
  readonly verificationMails: VerificationMails;
}

/** How somebody gets an account without registering. */
export class UserCreation {
  constructor(private readonly needs: UserCreationNeeds) {}

  async create(by: Viewer, input: NewUserInput, client: ClientInfo): Promise<Result<User>> {
    const form = await this.read(input);
    const hashed = typeof input.password === 'string' && form.errors.length === 0;
    const passwordHash = hashed ? await this.needs.hasher.hash(input.password ?? '') : null;
    return this.needs.authority.act(by, 'users:write', async (em, actor) => {
      if (input.isAdmin) demandAdministrator(actor);
      const roles = await this.needs.roles.named(em, input.roles ?? []);
      demandAll(
        actor,
        roles.flatMap(({ permissions }) => permissions),
      );
      const { email, profile } = form;
      const taken = await this.needs.users.taken(em, { emailKey: email?.key ?? null, username: profile.username });
      const errors = [...form.errors, ...takenErrors(taken), ...missingRoleErrors(input.roles, roles)];
      if (!email || errors.length > 0) return refused(...errors);
      const [isAdmin, emailVerified] = [input.isAdmin ?? false, input.emailVerified ?? false];
      const newUser = { email, emailVerified, profile, passwordHash, isAdmin, roles };
      const method = passwordHash ? 'administrator' : 'invitation';
      const user = await this.needs.beginning.begin(em, { ...newUser, method }, authorOf(actor, client));
      await this.greet(em, user, email.key);
      return ok(user);
    });
  }

  private async read(input: NewUserInput): Promise<Form> {
    const { email, errors: emailErrors } = readNewEmail(input.email);
    const { profile, errors: profileErrors } = await parseProfile(input);
    const context = [email?.address ?? null, profile.username, profile.name];
    const passwordErrors =
      typeof input.password === 'string'
        ? await this.needs.policy.check(input.password, ['input', 'password'], context)
        : [];
    return {
      email,
      profile,
      errors: [...emailErrors, ...passwordErrors, ...profileErrors, ...roleListErrors(input.roles)],
    };
  }

  /** The mail that leads the user to the first sign-in; none where nothing is in the way. */
  private async greet(em: EntityManager, user: User, emailKey: string): Promise<void> {
    const { id, email, locale, passwordHash, emailVerifiedAt } = user;
    if (!passwordHash) await this.needs.resetMails.sendInvitation(em, { user, emailKey });
    else if (!emailVerifiedAt && (await this.needs.verificationMails.claim(em, emailKey)).granted)
      await this.needs.verificationMails.sendLink(em, { id, email, emailKey, locale: locale ?? null });
  }
}
