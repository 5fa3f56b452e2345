import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { parseEmailAddress } from '../email-addresses/email-address.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { ok, refused, type Result, type UserErrorCode, userError } from '../kernel/user-error.js';
import type { Outbox } from '../mail/outbox.js';
import type { OneTimeToken } from '../one-time-tokens/one-time-token.entity.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { NewPasswords } from '../passwords/new-passwords.service.js';
import { registrationEvents } from '../registration/registration.events.js';
import type { Sessions } from '../sessions/sessions.service.js';
import { UserEntity } from '../users/user.entity.js';
import type { Users } from '../users/users.service.js';
import { passwordResetEvents } from './password-reset.events.js';
import type { ResetMails } from './reset-mails.js';

const NEW = ['input', 'newPassword'];
const TOKEN = ['input', 'token'];
const CODE = ['input', 'code'];

interface PasswordResetNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly users: Users;
  readonly newPasswords: NewPasswords;
  readonly tokens: OneTimeTokens;
  readonly sessions: Sessions;
  readonly resetMails: ResetMails;
  readonly outbox: Outbox;
  readonly events: EventLog;
}

/** A forgotten password: a mail with a link and a code, and a new password for whoever shows one of them. */
export class PasswordReset {
  constructor(private readonly needs: PasswordResetNeeds) {}

  /** Answers alike for every address; a mail goes out only where there is an account. */
  async request(email: string, client: ClientInfo): Promise<Result<{ retryAfter: number }>> {
    const address = parseEmailAddress(email);
    if (!address) return refused(userError('INVALID_EMAIL', ['input', 'email']));
    return this.needs.database.transaction(async (em) => {
      const user = await this.needs.users.findByEmail(em, address.key);
      const { retryAfter } = await this.needs.resetMails.sendReset(em, { user, emailKey: address.key }, client);
      return ok({ retryAfter });
    });
  }

  /** A password that is refused leaves the link as good as it was. */
  async resetByLink(token: string, newPassword: string, client: ClientInfo): Promise<Result<null>> {
    const found = await this.needs.tokens.findLink(this.needs.database.reader(), ['reset_password'], token);
    if (!found.ok) return refused(...found.errors, ...(await this.needs.newPasswords.problems(newPassword, NEW)));
    return this.reset(found.value, newPassword, client, 'INVALID_TOKEN', TOKEN);
  }

  /** A password that is refused costs one of the tries, and leaves the code as good as it was. */
  async resetByCode(email: string, code: string, newPassword: string, client: ClientInfo): Promise<Result<null>> {
    const address = parseEmailAddress(email);
    if (!address)
      return refused(
        userError('INVALID_EMAIL', ['input', 'email']),
        ...(await this.needs.newPasswords.problems(newPassword, NEW)),
      );
    const found = await this.needs.database.transaction((em) =>
      this.needs.tokens.tryCode(em, ['reset_password'], address.key, code),
    );
    if (!found.ok) return refused(...found.errors, ...(await this.needs.newPasswords.problems(newPassword, NEW)));
    return this.reset(found.value, newPassword, client, 'INVALID_CODE', CODE);
  }

  private async reset(
    token: OneTimeToken,
    newPassword: string,
    client: ClientInfo,
    tooLate: UserErrorCode,
    path: readonly string[],
  ): Promise<Result<null>> {
    const user = await this.needs.database
      .reader()
      .findOne(UserEntity, { id: token.subjectId, emailKey: token.emailKey });
    if (!user) return refused(userError(tooLate, path));
    const prepared = await this.needs.newPasswords.prepare(user, newPassword, NEW);
    if (!prepared.ok) return prepared;
    return this.needs.database.transaction(async (em): Promise<Result<null>> => {
      await this.needs.users.lock(em, user.id);
      const first = await this.needs.tokens.claim(em, token);
      if (!first || !(await this.needs.newPasswords.store(em, user.id, prepared.value)))
        return refused(userError(tooLate, path));
      await this.confirmAddress(em, token, client);
      await this.needs.tokens.endAll(em, user.id);
      await this.needs.sessions.endAll(em, user.id);
      await this.needs.events.recordEvent(em, { kind: passwordResetEvents.completed, userId: user.id, client });
      const content = { kind: 'password_changed' } as const;
      await this.needs.outbox.queue(em, {
        recipient: user.email,
        locale: user.locale ?? null,
        content,
        expiresAt: null,
      });
      return ok(null);
    });
  }

  /** Who uses what was mailed to the address has shown that it is theirs. */
  private async confirmAddress(
    em: EntityManager,
    { subjectId, emailKey }: OneTimeToken,
    client: ClientInfo,
  ): Promise<void> {
    const unconfirmed = { id: subjectId, emailKey, emailVerifiedAt: null };
    if ((await em.nativeUpdate(UserEntity, unconfirmed, { emailVerifiedAt: this.needs.clock.now() })) === 0) return;
    await this.needs.events.recordEvent(em, { kind: registrationEvents.emailVerified, userId: subjectId, client });
  }
}
