import { type EntityManager, raw } from '@mikro-orm/sql';
import type { Clock } from '../kernel/clock.js';
import { after, type Duration, minutes } from '../kernel/duration.js';
import type { Ids } from '../kernel/ids.js';
import { digestOf, newSecretToken, newSixDigitCode, sameDigest, type SecretKey } from '../kernel/secrets.js';
import { ok, refused, type Result, userError } from '../kernel/user-error.js';
import { type OneTimeToken, OneTimeTokenEntity, type Purpose } from './one-time-token.entity.js';

export const CODE_LIFETIME: Duration = minutes(10);
export const CODE_TRIES = 5;

export interface TokenRequest {
  readonly purpose: Purpose;
  readonly subjectId: string;
  readonly emailKey: string;
  readonly lifetime: Duration;
}

/** The secrets in clear; they exist only here and in the mail. */
export interface IssuedToken {
  readonly token: string;
  readonly code: string;
  readonly expiresAt: Date;
}

export class OneTimeTokens {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly secretKey: SecretKey,
  ) {}

  /** Makes a link token and a code. Older ones of the same purpose and subject end. */
  async issue(em: EntityManager, { purpose, subjectId, emailKey, lifetime }: TokenRequest): Promise<IssuedToken> {
    await this.endAll(em, subjectId, purpose);
    const now = this.clock.now();
    const id = this.ids.next();
    const issued = { token: newSecretToken(), code: newSixDigitCode(), expiresAt: after(now, lifetime) };
    await em.insert(OneTimeTokenEntity, {
      id,
      purpose,
      subjectId,
      emailKey,
      tokenDigest: digestOf(issued.token),
      codeDigest: this.codeDigest(id, issued.code),
      codeExpiresAt: after(now, CODE_LIFETIME),
      codeTries: 0,
      expiresAt: issued.expiresAt,
      createdAt: now,
    });
    return issued;
  }

  /** Ends what is still open for a subject: of one purpose, or of all. */
  async endAll(em: EntityManager, subjectId: string, purpose?: Purpose): Promise<void> {
    const open = { subjectId, endedAt: null, ...(purpose && { purpose }) };
    await em.nativeUpdate(OneTimeTokenEntity, open, { endedAt: this.clock.now() });
  }

  /** The token of a link, still open. Looking changes nothing: `claim` uses it up. */
  async findLink(em: EntityManager, purposes: readonly Purpose[], token: string): Promise<Result<OneTimeToken>> {
    const found = await em.findOne(OneTimeTokenEntity, {
      tokenDigest: digestOf(token),
      purpose: { $in: [...purposes] },
    });
    if (found === null || found.endedAt) return refused(userError('INVALID_TOKEN', ['input', 'token']));
    if (found.expiresAt <= this.clock.now()) return refused(userError('EXPIRED_TOKEN', ['input', 'token']));
    return ok(found);
  }

  /**
   * The token of the address whose code this is, still open. Every guess first takes one of the tries of each token that
   * it is held against, by a conditional UPDATE, and only then is compared: no burst of parallel guesses gets a sixth.
   * The tries stay taken only if the caller commits.
   */
  async tryCode(
    em: EntityManager,
    purposes: readonly Purpose[],
    emailKey: string,
    code: string,
  ): Promise<Result<OneTimeToken>> {
    const now = this.clock.now();
    const open = {
      purpose: { $in: [...purposes] },
      emailKey,
      endedAt: null,
      expiresAt: { $gt: now },
      codeExpiresAt: { $gt: now },
    };
    const candidates = await em.find(OneTimeTokenEntity, open, { orderBy: { id: 'asc' } });
    let right: OneTimeToken | undefined;
    for (const candidate of candidates) {
      if ((await this.takeTry(em, candidate.id)) && this.matches(candidate, code)) right = candidate;
    }
    return right ? ok(right) : refused(userError('INVALID_CODE', ['input', 'code']));
  }

  /** Uses a token up: of any number at once, one gets it. */
  async claim(em: EntityManager, { id }: OneTimeToken): Promise<boolean> {
    const now = this.clock.now();
    return (
      (await em.nativeUpdate(OneTimeTokenEntity, { id, endedAt: null, expiresAt: { $gt: now } }, { endedAt: now })) ===
      1
    );
  }

  private async takeTry(em: EntityManager, id: string): Promise<boolean> {
    const open = { id, endedAt: null, codeTries: { $lt: CODE_TRIES } };
    return (await em.nativeUpdate(OneTimeTokenEntity, open, { codeTries: raw<number>('code_tries + 1') })) === 1;
  }

  private matches(candidate: OneTimeToken, code: string): boolean {
    return sameDigest(candidate.codeDigest ?? '', this.codeDigest(candidate.id, code.trim()));
  }

  /** Keyed, because a million codes are soon tried against a stolen table; with the id, so that equal codes differ. */
  private codeDigest(tokenId: string, code: string): string {
    return this.secretKey.mac('one-time-code', `${tokenId}:${code}`);
  }
}
