import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { Refusal } from '../kernel/refusal.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import type { Outbox } from '../mail/outbox.js';
import type { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import type { NewPasswords } from '../passwords/new-passwords.service.js';
import type { OpenSession, Sessions, SignedIn } from '../sessions/sessions.service.js';
import type { Reauthentication } from '../sign-in/reauthentication.service.js';
import { UserEntity } from '../users/user.entity.js';
import { accountEvents } from './account.events.js';

export interface PasswordChangeRequest {
  readonly currentPassword: string;
  readonly newPassword: string;
}

const CURRENT = ['input', 'currentPassword'];
const NEW = ['input', 'newPassword'];

interface PasswordChangeNeeds {
  readonly database: Database;
  readonly newPasswords: NewPasswords;
  readonly reauthentication: Reauthentication;
  readonly sessions: Sessions;
  readonly tokens: OneTimeTokens;
  readonly outbox: Outbox;
  readonly events: EventLog;
}

export class PasswordChange {
  constructor(private readonly needs: PasswordChangeNeeds) {}

  /** Ends every session, and lets the one that asks go on under a new id: whoever had its tokens has them in vain. */
  async change(
    by: { userId: string; sessionId: string },
    { currentPassword, newPassword }: PasswordChangeRequest,
    client: ClientInfo,
  ): Promise<Result<SignedIn>> {
    const user = await this.needs.database.reader().findOneOrFail(UserEntity, { id: by.userId });
    if (!user.passwordHash) return refused(userError('WRONG_PASSWORD', CURRENT));
    const wrong = await this.needs.reauthentication.check(user, currentPassword, CURRENT, client);
    if (wrong) return refused(wrong, ...(await this.needs.newPasswords.problems(newPassword, NEW, user)));
    const prepared = await this.needs.newPasswords.prepare(user, newPassword, NEW);
    if (!prepared.ok) return prepared;

    const changed = await this.needs.database.transaction(async (em): Promise<Result<OpenSession>> => {
      if (!(await this.needs.newPasswords.store(em, user.id, prepared.value)))
        return refused(userError('WRONG_PASSWORD', CURRENT));
      const renewed = await this.needs.sessions.renew(em, by.sessionId, client);
      if (!renewed) throw Refusal.unauthenticated('SESSION_REVOKED');
      await this.needs.sessions.endAll(em, user.id, renewed.sessionId);
      await this.needs.tokens.endAll(em, user.id);
      await this.needs.events.recordEvent(em, { kind: accountEvents.passwordChanged, userId: user.id, client });
      const recipient = { recipient: user.email, locale: user.locale ?? null };
      await this.needs.outbox.queue(em, { ...recipient, content: { kind: 'password_changed' }, expiresAt: null });
      return ok(renewed);
    });
    return changed.ok ? ok(await this.needs.sessions.signedIn(changed.value)) : changed;
  }
}
