import type { EntityData, EntityManager } from '@mikro-orm/sql';
import type { Viewer } from '../access/viewer.js';
import { accountEvents } from '../account/account.events.js';
import type { EmailChange } from '../account/email-change.service.js';
import type { Database } from '../database/database.js';
import type { EmailAddress } from '../email-addresses/email-address.js';
import { readNewEmail } from '../email-addresses/new-email.js';
import type { EventKind } from '../events/event-kind.js';
import type { EventLog } from '../events/event-log.js';
import type { EventMetadata } from '../events/event.entity.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { isId } from '../kernel/ids.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { endPendingRegistrations } from '../registration/pending-registrations.js';
import { registrationEvents } from '../registration/registration.events.js';
import type { VerificationMails } from '../registration/verification-mails.js';
import { parseProfile, type Profile, type ProfileInput, usernameKey } from '../users/profile.js';
import { profileChanges } from '../users/profile-changes.js';
import { type User, UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { administrationEvents } from './administration.events.js';
import { type Act, type Authority, demandAdministrator } from './authority.js';
import { takenErrors } from './taken.js';

/** What is to change; a field left out stays as it is. */
export interface UserUpdateInput extends ProfileInput {
  readonly userId: string;
  readonly email?: string | null | undefined;
  readonly emailVerified?: boolean | null | undefined;
  readonly isAdmin?: boolean | null | undefined;
}

interface Form {
  readonly input: UserUpdateInput;
  readonly email: EmailAddress | null;
  readonly profile: Profile;
}

interface UserUpdateNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly authority: Authority;
  readonly users: Users;
  readonly emailChange: EmailChange;
  readonly tokens: OneTimeTokens;
  readonly verificationMails: VerificationMails;
  readonly events: EventLog;
}

/** How administrators change what is stored of a user. */
export class UserUpdate {
  constructor(private readonly needs: UserUpdateNeeds) {}

  async update(by: Viewer, input: UserUpdateInput, client: ClientInfo): Promise<Result<User>> {
    const { userId, isAdmin } = input;
    const known = isId(userId) ? await this.needs.users.find(this.needs.database.reader(), userId) : null;
    const { profile, errors: profileErrors } = await parseProfile(input, known?.locale);
    const { email, errors: emailErrors } = readNewEmail(input.email);
    const form = { input, email, profile };
    const problems = [...profileErrors, ...emailErrors, ...flagErrors(input)];
    const withAdministrators = isAdmin === false || input.emailVerified === false;
    const request = { permission: 'users:write', userId, problems, withAdministrators } as const;
    return this.needs.authority.actOn(by, request, async (em, act) => {
      await this.demand(em, act, form);
      const errors = [
        ...problems,
        ...(await this.conflicts(em, act.target, form)),
        ...(await this.selfErrors(em, act, form)),
      ];
      if (errors.length > 0) return refused(...errors);
      await this.apply(em, act, form, client);
      return ok(await em.refreshOrFail(act.target));
    });
  }

  /** Who can change the address of an account can have its password reset: they need all that it may. */
  private async demand(em: EntityManager, { actor, target }: Act, { input, email }: Form): Promise<void> {
    if (typeof input.isAdmin === 'boolean' && input.isAdmin !== target.isAdmin) demandAdministrator(actor);
    if (movesAway(target, email)) await this.needs.authority.demandNoLessThan(em, actor, target);
  }

  private async conflicts(em: EntityManager, target: User, { email, profile }: Form): Promise<UserError[]> {
    const { username } = profile;
    const renamed = username !== null && usernameKey(username) !== target.usernameKey;
    const emailKey = email !== null && movesAway(target, email) ? email.key : null;
    return takenErrors(await this.needs.users.taken(em, { emailKey, username: renamed ? username : null }));
  }

  /** One's own address changes by `updateMe`, which asks for the password: a stolen session must not get around that. */
  private async selfErrors(em: EntityManager, act: Act, { input, email }: Form): Promise<UserError[]> {
    const { actor, target } = act;
    const demoted = input.isAdmin === false && target.isAdmin;
    // Who must verify their address can't sign in before, and a mailbox may be gone.
    const shutOut = input.emailVerified === false && !movesAway(target, email);
    return [
      ...(demoted ? await this.needs.authority.takingAwayErrors(em, act) : []),
      ...(shutOut && !demoted ? await this.needs.authority.lastAdministratorErrors(em, act) : []),
      ...(target.id === actor.userId && movesAway(target, email)
        ? [userError('NOT_ALLOWED_ON_SELF', ['input', 'email'])]
        : []),
    ];
  }

  private async apply(em: EntityManager, act: Act, { input, email, profile }: Form, client: ClientInfo): Promise<void> {
    const { actor, target } = act;
    const about = { userId: target.id, actorId: actor.userId, client };
    const record = (kind: EventKind, metadata: EventMetadata = {}) =>
      this.needs.events.recordEvent(em, { kind, metadata, ...about });
    const moves = movesAway(target, email);
    const rewritten = email !== null && !moves && email.address !== target.email;
    const flags = moves ? {} : this.verifiedChange(target, input.emailVerified);
    const { fields, data } = profileChanges(target, input, profile);
    const changed = [
      ...fields,
      ...(rewritten ? ['email'] : []),
      ...(flags.emailVerifiedAt === null ? ['emailVerified'] : []),
    ];
    const admin =
      typeof input.isAdmin === 'boolean' && input.isAdmin !== target.isAdmin ? { isAdmin: input.isAdmin } : {};

    if (moves && email) await this.move(em, act, email, input, client);
    const all: EntityData<User> = { ...data, ...flags, ...admin, ...(rewritten && { email: email.address }) };
    if (Object.keys(all).length > 0)
      await em.nativeUpdate(UserEntity, { id: target.id }, { ...all, updatedAt: this.needs.clock.now() });
    if (changed.length > 0) await record(accountEvents.profileUpdated, { fields: changed });
    if (flags.emailVerifiedAt) {
      await this.needs.tokens.endAll(em, target.id, 'verify_email');
      await record(registrationEvents.emailVerified);
    }
    if (admin.isAdmin !== undefined)
      await record(admin.isAdmin ? administrationEvents.adminGranted : administrationEvents.adminRevoked);
  }

  /** Unless the administrator vouches for the new address, its mailbox is asked. */
  private async move(
    em: EntityManager,
    { actor, target }: Act,
    email: EmailAddress,
    { emailVerified, locale }: UserUpdateInput,
    client: ClientInfo,
  ): Promise<void> {
    const verified = emailVerified ?? false;
    await endPendingRegistrations(em, this.needs.tokens, email.key);
    await this.needs.emailChange.impose(em, target, email, { verified, actorId: actor.userId }, client);
    if (verified || !(await this.needs.verificationMails.claim(em, email.key)).granted) return;
    const unverified = { id: target.id, email: email.address, emailKey: email.key };
    await this.needs.verificationMails.sendLink(em, { ...unverified, locale: locale ?? target.locale ?? null });
  }

  private verifiedChange(
    { emailVerifiedAt }: User,
    verified: boolean | null | undefined,
  ): { emailVerifiedAt?: Date | null } {
    if (typeof verified !== 'boolean' || verified === Boolean(emailVerifiedAt)) return {};
    return { emailVerifiedAt: verified ? this.needs.clock.now() : null };
  }
}

function movesAway(target: User, email: EmailAddress | null): boolean {
  return email !== null && email.key !== target.emailKey;
}

function flagErrors(input: UserUpdateInput): UserError[] {
  return (['emailVerified', 'isAdmin'] as const).flatMap((field) =>
    input[field] === null ? [userError('REQUIRED', ['input', field])] : [],
  );
}
