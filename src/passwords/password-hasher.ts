import { availableParallelism } from 'node:os';
import { Refusal } from '../kernel/refusal.js';
import { newSecretToken } from '../kernel/secrets.js';
import { yieldToRequests } from './hashing-threads.js';
import { normalizePassword, PASSWORD_MAX_RAW_LENGTH } from './password-rules.js';

export interface HashingCost {
  /** KiB. */
  readonly memoryCost: number;
  /** Passes. */
  readonly timeCost: number;
  readonly parallelism: number;
}

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
export const recommendedCost: HashingCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Waiting hashes for each core. At about 20 ms a hash the last in line waits a second and a half. */
const QUEUE_PER_CORE = 64;
const RETRY_AFTER_SECONDS = 2;

/**
 * Hashes and verifies with argon2id, as many at once as there are cores. More at once gain nothing, and without a bound
 * a flood of logins would make everything wait that shares the thread pool; so the queue refuses when it is full.
 */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly cores = availableParallelism();
  private dummyHash: Promise<string> | undefined;

  constructor(private readonly cost: HashingCost = recommendedCost) {}

  /** Makes the hash that stands in for unknown accounts ahead of time, so that the first of them isn't slower. */
  async warmUp(): Promise<void> {
    await this.dummy();
    // The first hash has started the threads.
    yieldToRequests();
  }

  hash(password: string): Promise<string> {
    return this.gated(async () => {
      const argon2 = await import('argon2');
      return argon2.hash(normalizePassword(password), { type: argon2.argon2id, ...this.cost });
    });
  }

  /**
   * Whether the password belongs to the hash. Without a hash (unknown account, no password) and for a password longer
   * than any that was accepted, the same work is done and the answer is no: the time tells nothing.
   */
  async verify(hash: string | null | undefined, password: string): Promise<boolean> {
    const dummy = await this.dummy();
    const possible = password.length <= PASSWORD_MAX_RAW_LENGTH && typeof hash === 'string';
    return this.gated(async () => {
      const { verify } = await import('argon2');
      const matches = await verify(possible ? hash : dummy, possible ? normalizePassword(password) : 'no password');
      return possible && matches;
    });
  }

  /** Whether the hash was made with other parameters than today's. */
  async isOutdated(hash: string): Promise<boolean> {
    const { needsRehash } = await import('argon2');
    return !hash.startsWith('$argon2id$') || needsRehash(hash, this.cost);
  }

  private dummy(): Promise<string> {
    this.dummyHash ??= this.hash(newSecretToken());
    return this.dummyHash;
  }

  private async gated<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.cores) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** The place is handed over by the one who leaves, so `running` does not change. */
  private turn(): Promise<void> {
    if (this.waiting.length >= QUEUE_PER_CORE * this.cores) throw Refusal.unavailable(RETRY_AFTER_SECONDS);
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
