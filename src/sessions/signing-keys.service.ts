import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import type { EntityManager } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { type Duration, seconds } from '../kernel/duration.js';
import type { SecretKey } from '../kernel/secrets.js';
import { CURRENT, type SigningKey, SigningKeyEntity } from './signing-key.entity.js';

const ALGORITHM = 'EdDSA';
const SEALED_FOR = 'signing-key';
const FRESH_FOR: Duration = seconds(30);
/** Tokens with made-up key ids must not cost a query each: in a second, so many unknown ones are looked up. */
const UNKNOWN_KIDS = 10;
const UNKNOWN_FOR: Duration = seconds(1);

interface KeyRing {
  readonly current: { readonly kid: string; readonly key: KeyObject };
  readonly verifying: ReadonlyMap<string, KeyObject>;
  readonly publicJwks: readonly JWK[];
  readonly loadedAt: number;
}

/** The keys of access tokens: made on the first start, kept sealed in the database, cached for half a minute. */
export class SigningKeys {
  private ring: Promise<KeyRing> | undefined;
  private unknown = new Set<string>();
  private unknownSince = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secretKey: SecretKey,
  ) {}

  /** The key that signs now. */
  async current(): Promise<KeyRing['current']> {
    return (await this.keys()).current;
  }

  /** The key of a `kid`, or undefined. One that is not known yet (made on another instance a moment ago) is looked up. */
  async verifying(kid: string): Promise<KeyObject | undefined> {
    const known = (await this.keys()).verifying.get(kid);
    if (known || !this.mayLookUp(kid)) return known;
    this.ring = undefined;
    return (await this.keys()).verifying.get(kid);
  }

  private mayLookUp(kid: string): boolean {
    const now = this.clock.now().getTime();
    if (now - this.unknownSince >= UNKNOWN_FOR) {
      this.unknown = new Set();
      this.unknownSince = now;
    }
    if (this.unknown.has(kid) || this.unknown.size >= UNKNOWN_KIDS) return false;
    this.unknown.add(kid);
    return true;
  }

  /** What `/.well-known/jwks.json` shows: public members only. */
  async jwks(): Promise<{ keys: readonly JWK[] }> {
    return { keys: (await this.keys()).publicJwks };
  }

  /** Newest first. */
  async list(): Promise<SigningKey[]> {
    return this.database.reader().find(SigningKeyEntity, {}, { orderBy: { createdAt: 'desc' } });
  }

  /** Makes a new key that signs from now on, on other instances within half a minute. The old one goes on verifying. */
  async rotate(): Promise<SigningKey> {
    const made = await this.database.transaction(async (em) => {
      await em.nativeUpdate(SigningKeyEntity, { slot: CURRENT }, { slot: null });
      return this.make(em);
    });
    this.ring = undefined;
    return made;
  }

  /** Forgets a key: what it signed is refused from now on, on other instances within half a minute. */
  async retire(kid: string): Promise<'retired' | 'unknown' | 'current'> {
    const outcome = await this.database.transaction(async (em) => {
      const key = await em.findOne(SigningKeyEntity, { id: kid });
      if (key?.slot === CURRENT) return 'current';
      return (await em.nativeDelete(SigningKeyEntity, { id: kid, slot: null })) === 1 ? 'retired' : 'unknown';
    });
    this.ring = undefined;
    return outcome;
  }

  private async keys(): Promise<KeyRing> {
    const now = this.clock.now().getTime();
    const cached = await this.ring?.catch(() => undefined);
    if (cached && now - cached.loadedAt < FRESH_FOR) return cached;
    this.ring = this.load(now);
    return this.ring;
  }

  private async load(now: number): Promise<KeyRing> {
    const stored = await this.database.reader().find(SigningKeyEntity, {}, { orderBy: { createdAt: 'desc' } });
    const all = stored.some(({ slot }) => slot === CURRENT) ? stored : [await this.makeFirst(), ...stored];
    const current = all.find(({ slot }) => slot === CURRENT);
    if (!current) throw new Error('no signing key');
    return {
      current: { kid: current.id, key: createPrivateKey({ key: this.openPrivate(current), format: 'jwk' }) },
      verifying: new Map(
        all.map(({ id, publicJwk }) => [id, createPublicKey({ key: { ...publicJwk }, format: 'jwk' })] as const),
      ),
      publicJwks: all.map(({ publicJwk }) => publicJwk),
      loadedAt: now,
    };
  }

  private openPrivate({ sealedPrivateJwk }: SigningKey): JWK {
    try {
      return JSON.parse(this.secretKey.open(SEALED_FOR, sealedPrivateJwk)) as JWK;
    } catch {
      throw new Error(
        'The signing key does not open with this SECRET_KEY; start with the one that this database was set up with.',
      );
    }
  }

  /** Instances that start together each try; the unique slot lets one in, and the others' second try finds its key. */
  private makeFirst(): Promise<SigningKey> {
    return this.database.transaction(async (em) => {
      const first = await em.findOne(SigningKeyEntity, { slot: CURRENT });
      return first ?? this.make(em);
    });
  }

  private async make(em: EntityManager): Promise<SigningKey> {
    const pair = generateKeyPairSync('ed25519');
    const publicKey = pair.publicKey.export({ format: 'jwk' }) as JWK;
    const { calculateJwkThumbprint } = await import('jose');
    const kid = await calculateJwkThumbprint(publicKey);
    const key = em.create(SigningKeyEntity, {
      id: kid,
      slot: CURRENT,
      publicJwk: { ...publicKey, kid, alg: ALGORITHM, use: 'sig' },
      sealedPrivateJwk: this.secretKey.seal(SEALED_FOR, JSON.stringify(pair.privateKey.export({ format: 'jwk' }))),
      createdAt: this.clock.now(),
    });
    await em.flush();
    return key;
  }
}
