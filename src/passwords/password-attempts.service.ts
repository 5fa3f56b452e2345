import { type EntityManager, LockMode } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { after, type Duration, milliseconds, secondsUntil } from '../kernel/duration.js';
import { Refusal } from '../kernel/refusal.js';
import type { SecretKey } from '../kernel/secrets.js';
import { FAILURES_FORGOTTEN, LONGEST_WAIT, type Rate } from '../rate-limits/limits.js';
import type { User } from '../users/user.entity.js';
import { PasswordAttemptsEntity, type PasswordAttemptsRow } from './password-attempt.entity.js';

/** Whom a guess counts against. */
export interface GuessedAt {
  /** What the caller named: its wait is told. */
  readonly named: string;
  /** The account behind it, or what stands in for one: its wait is not told, for it shows that there is an account. */
  readonly hidden?: string;
}

/** A guess whose place is taken. */
export interface Attempt {
  /** False where the hidden one must wait: then the password may not even be looked at. */
  readonly counts: boolean;
  readonly digests: readonly string[];
}

interface Waiting {
  readonly digest: string;
  readonly retryAfter: number;
}

/**
 * Wrong passwords in a row make an account wait, whoever tries (NIST SP 800-63B-4, section 3.2.2). A guess takes its
 * place before the password is looked at and gives it back where that was no failure, so a burst gets no more guesses
 * than the same number one by one.
 */
export class PasswordAttempts {
  private readonly inHand = new Map<string, Set<Promise<void>>>();

  /** @param rate how many failures are free, and the first wait; null lifts all waits */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secretKey: SecretKey,
    private readonly rate: Rate | null,
  ) {}

  /**
   * Does the work of one guess. A failure stays counted unless the work calls `forget` or `giveBack`; one that throws
   * was none.
   *
   * @throws Refusal RATE_LIMITED where the one named must wait; then nothing is done
   */
  async during<T>(guessedAt: GuessedAt, work: (attempt: Attempt) => Promise<T>): Promise<T> {
    const attempt = await this.begin(guessedAt);
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const digest of attempt.digests) this.takeInHand(digest, promise);
    try {
      return await work(attempt);
    } catch (error) {
      await this.giveBack(attempt);
      throw error;
    } finally {
      for (const digest of attempt.digests) this.letGo(digest, promise);
      resolve();
    }
  }

  /** Takes the place of a guess back that was no wrong password. */
  async giveBack({ digests }: Attempt): Promise<void> {
    if (digests.length === 0) return;
    await this.database.transaction(async (em) => {
      for (const row of await this.locked(em, digests)) await this.set(em, row, Math.max(0, row.failures - 1), null);
    });
  }

  /** The password was right: the count begins anew. */
  forget(em: EntityManager, { digests }: Attempt): Promise<void> {
    return this.clear(em, digests);
  }

  /** Whoever could reset the password by mail, or change it, need not wait. */
  forgetUser(em: EntityManager, user: User): Promise<void> {
    return this.clear(em, [...this.namesOf(user), forAccount(user.id), forOwner(user.id)].map(this.digestOf));
  }

  /** Counts a wrong password against the ways to sign in to the account, too. */
  async countAgainst(em: EntityManager, user: User): Promise<void> {
    if (this.rate === null) return;
    const digests = [...this.namesOf(user), forAccount(user.id)].map(this.digestOf);
    for (const row of await this.locked(em, digests)) if (!this.waiting(row)) await this.count(em, row);
  }

  /** Forgets up to `limit` counts of which nothing was heard for long. */
  async purge(em: EntityManager, limit: number): Promise<number> {
    const over = { forgottenAt: { $lt: this.clock.now() } };
    const found = await em.find(PasswordAttemptsEntity, over, { fields: ['digest'], limit });
    return em.nativeDelete(PasswordAttemptsEntity, { digest: { $in: found.map(({ digest }) => digest) }, ...over });
  }

  /**
   * Where the place is only taken by guesses that are being looked at in this process, waits for them: sixteen tabs with
   * the right password all get in.
   */
  private async begin(guessedAt: GuessedAt): Promise<Attempt> {
    if (this.rate === null) return { counts: true, digests: [] };
    for (;;) {
      const begun = await this.database.transaction((em) => this.claim(em, guessedAt));
      if ('counts' in begun) return begun;
      const others = this.inHand.get(begun.digest);
      if (others === undefined) throw Refusal.rateLimited(begun.retryAfter);
      await Promise.all(others);
    }
  }

  private async claim(em: EntityManager, { named, hidden }: GuessedAt): Promise<Attempt | Waiting> {
    const digest = this.digestOf(named);
    const account = hidden === undefined ? null : this.digestOf(hidden);
    const rows = await this.locked(em, account === null ? [digest] : [digest, account]);
    const [own, behind] = [rows.find((row) => row.digest === digest), rows.find((row) => row.digest === account)];
    const waits = own && this.waiting(own);
    if (waits) return waits;
    const behindWaits = behind && this.waiting(behind);
    if (behindWaits && this.inHand.has(behindWaits.digest)) return behindWaits;
    const counted = [own, behindWaits ? undefined : behind].filter((row) => row !== undefined);
    for (const row of counted) await this.count(em, row);
    return { counts: !behindWaits, digests: counted.map((row) => row.digest) };
  }

  private waiting({ digest, waitsUntil }: PasswordAttemptsRow): Waiting | null {
    const now = this.clock.now();
    // No wait is that long: it was written by a clock that stood wrong.
    if (!waitsUntil || waitsUntil <= now || waitsUntil > after(now, milliseconds(2 * LONGEST_WAIT))) return null;
    return { digest, retryAfter: secondsUntil(waitsUntil, now) };
  }

  private async count(em: EntityManager, row: PasswordAttemptsRow): Promise<void> {
    const now = this.clock.now();
    const failures = row.forgottenAt <= now ? 1 : row.failures + 1;
    const wait = waitAfter(failures, this.rate);
    await this.set(em, row, failures, wait === null ? null : after(now, wait));
  }

  private async set(
    em: EntityManager,
    { digest }: PasswordAttemptsRow,
    failures: number,
    waitsUntil: Date | null,
  ): Promise<void> {
    const forgottenAt = after(this.clock.now(), FAILURES_FORGOTTEN);
    await em.nativeUpdate(PasswordAttemptsEntity, { digest }, { failures, waitsUntil, forgottenAt });
  }

  /** The rows, made where they are missing, kept from others until the transaction ends, and always in one order. */
  private async locked(em: EntityManager, digests: readonly string[]): Promise<PasswordAttemptsRow[]> {
    const ordered = [...new Set(digests)].sort();
    const forgottenAt = after(this.clock.now(), FAILURES_FORGOTTEN);
    for (const digest of ordered) {
      const fresh = { digest, failures: 0, waitsUntil: null, forgottenAt };
      // Not "do nothing": an update of the digest to itself locks the row, so that no clean-up takes it away meanwhile.
      await em
        .createQueryBuilder(PasswordAttemptsEntity)
        .insert(fresh)
        .onConflict('digest')
        .merge(['digest'])
        .execute('run');
    }
    const options = {
      orderBy: { digest: 'asc' },
      lockMode: LockMode.PESSIMISTIC_WRITE,
      disableIdentityMap: true,
    } as const;
    return em.find(PasswordAttemptsEntity, { digest: { $in: ordered } }, options);
  }

  private async clear(em: EntityManager, digests: readonly string[]): Promise<void> {
    const began = { failures: 0, waitsUntil: null };
    for (const digest of [...digests].sort()) await em.nativeUpdate(PasswordAttemptsEntity, { digest }, began);
  }

  private namesOf({ emailKey, usernameKey }: User): string[] {
    return [emailKey, usernameKey].filter((key) => typeof key === 'string').map(forIdentifier);
  }

  private readonly digestOf = (subject: string): string => this.secretKey.mac('password-attempts', subject);

  private takeInHand(digest: string, guess: Promise<void>): void {
    const others = this.inHand.get(digest);
    if (others) others.add(guess);
    else this.inHand.set(digest, new Set([guess]));
  }

  private letGo(digest: string, guess: Promise<void>): void {
    const guesses = this.inHand.get(digest);
    guesses?.delete(guess);
    if (guesses?.size === 0) this.inHand.delete(digest);
  }
}

/** @param key the canonical form of what was typed */
export const forIdentifier = (key: string): string => `identifier\n${key}`;
export const forAccount = (userId: string): string => `account\n${userId}`;
/** For the password that a signed-in user gives again: nobody from outside can make them wait. */
export const forOwner = (userId: string): string => `owner\n${userId}`;

/** None for the first few, then twice as long each time. */
function waitAfter(failures: number, rate: Rate | null): Duration | null {
  if (rate === null || failures < rate.times) return null;
  return milliseconds(Math.min(LONGEST_WAIT, rate.per * 2 ** Math.min(30, failures - rate.times)));
}
