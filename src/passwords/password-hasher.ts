import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Gate } from '../kernel/gate.js';
import { Refusal } from '../kernel/refusal.js';
import { isForeignHash, readForeignHash } from './foreign-hashes/foreign-hashes.js';
import { hashesAtOnce, yieldToRequests } from './hashing-threads.js';
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

/** So many go on at once after their hash; more would hold up other requests. */
export const LARGEST_GROUP = 8;

/**
 * Hashes and verifies with argon2id on every core. Without a bound a flood of logins would make everything wait that
 * shares the thread pool; so most of it waits in a queue in front, which refuses when it is full.
 */
export class PasswordHasher {
  private refused = 0;
  private readonly cores = availableParallelism();
  private readonly gate = new Gate(hashesAtOnce());
  private readonly standIn: string;
  private readonly done: (() => void)[] = [];
  private readonly firsts: (() => Promise<unknown>)[] = [];
  private prepared: Promise<unknown> | undefined;

  constructor(private readonly cost: HashingCost = recommendedCost) {
    this.standIn = hashOfNothing(cost);
  }

  /** How busy it is; `refused` since the start. */
  get load(): { readonly running: number; readonly waiting: number; readonly refused: number } {
    return { running: this.gate.running, waiting: this.gate.waiting, refused: this.refused };
  }

  /** Loads argon2 ahead of time: where its machine code is missing, the start shows it, and not the first log-in. */
  async warmUp(): Promise<void> {
    await loadArgon2();
  }

  /**
   * Has something done once before the first hash, which waits for it. It is for what would be loaded anyway while
   * passwords are hashed, and then stay in memory above the areas of 19 MiB that hashes take: malloc could neither give
   * these back nor use them for two hashes again (60 to 80 MB of its heap after a load that left 30 to 45 otherwise).
   */
  beforeFirst(prepare: () => Promise<unknown>): void {
    if (this.prepared === undefined) this.firsts.push(prepare);
  }

  hash(password: string): Promise<string> {
    return this.gated(async () => {
      const argon2 = await loadArgon2();
      return argon2.hash(normalizePassword(password), { type: argon2.argon2id, ...this.cost });
    });
  }

  /**
   * Whether the password belongs to the hash. Without a hash (unknown account, no password) and for a password longer
   * than any that was accepted, the same work is done and the answer is no: the time tells nothing. The hash of another
   * service takes the time that it takes there, until its owner signs in and gets one of ours.
   */
  async verify(hash: string | null | undefined, password: string): Promise<boolean> {
    const possible = password.length <= PASSWORD_MAX_RAW_LENGTH && typeof hash === 'string';
    if (possible && isForeignHash(hash)) return this.gated(() => matchesForeign(hash, password));
    return this.gated(async () => {
      const { verify } = await loadArgon2();
      const matches = await verify(
        possible ? hash : this.standIn,
        possible ? normalizePassword(password) : 'no password',
      );
      return possible && matches;
    });
  }

  /** Whether the hash was made by another service, or with other parameters than today's. */
  async isOutdated(hash: string): Promise<boolean> {
    const { needsRehash } = await loadArgon2();
    return isForeignHash(hash) || needsRehash(hash, this.cost);
  }

  private async gated<T>(work: () => Promise<T>): Promise<T> {
    // Who needs what could not be prepared finds that out.
    await (this.prepared ??= Promise.allSettled(this.firsts.splice(0).map(async (prepare) => prepare())));
    if (this.gate.waiting >= QUEUE_PER_CORE * this.cores) {
      this.refused += 1;
      throw Refusal.unavailable(RETRY_AFTER_SECONDS);
    }
    const result = this.gate.pass(work);
    // The first one starts the threads.
    void result.then(yieldToRequests, yieldToRequests);
    try {
      return await result;
    } finally {
      await this.withOthers();
    }
  }

  /**
   * While hashes wait in line, those that are done go on in groups. What follows a hash (statements, the answer) and the
   * next request then come together, too, and cost half of what they cost one by one: each hash leaves the caches
   * full of its own. A group is no longer than the line, so the hashes never wait for what is asked next.
   */
  private async withOthers(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.done.push(resolve);
    if (this.done.length >= Math.min(LARGEST_GROUP, this.gate.waiting)) {
      for (const goOn of this.done.splice(0)) goOn();
    }
    return promise;
  }
}

const importArgon2 = () => import('argon2');
let argon2: ReturnType<typeof importArgon2> | undefined;

/** Loaded with the first hash. To ask `import` for it again each time would be a good part of what is beside the hash. */
function loadArgon2(): ReturnType<typeof importArgon2> {
  return (argon2 ??= importArgon2());
}

/**
 * In the form of a hash of that cost, but of no password: to verify one against it is the same work, and always in vain.
 * It takes no hash to make it, which a start would have to wait for, or the first who sign in.
 */
export function hashOfNothing({ memoryCost, timeCost, parallelism }: HashingCost): string {
  const [salt, digest] = [randomBytes(16), randomBytes(32)].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=${memoryCost},p=${parallelism},t=${timeCost}$${salt}$${digest}`;
}

/** Other services hash a password as it was typed; one whose hash came from here and back is in its normal form. */
async function matchesForeign(stored: string, password: string): Promise<boolean> {
  const hash = readForeignHash(stored);
  if (typeof hash === 'string') return false;
  const spellings = new Set([password, normalizePassword(password)]);
  for (const spelling of spellings) if (await hash.matches(Buffer.from(spelling))) return true;
  return false;
}
