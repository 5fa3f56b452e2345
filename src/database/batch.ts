import DataLoader from 'dataloader';

/** SQLite takes 500 pieces in one statement. A document may ask for more by aliases; those come in several batches. */
const LARGEST = 250;

/**
 * Reads for all rows of an answer at once what each of them asks for on its own: a field `roles` of fifty users becomes
 * one query. A resolver keeps one as a member and calls `load(context, key)`, as in `roles/user-roles.resolver.ts`:
 *
 *     this.identities = Batch.byKey((userIds) => identities.ofMany(database.reader(), userIds), () => []);
 *
 * Requests never share a batch, and nothing is remembered: a field that is asked again after a mutation is read again.
 */
export class Batch<K, V> {
  private readonly loaders = new WeakMap<object, DataLoader<K, V>>();

  private constructor(private readonly read: (keys: readonly K[]) => Promise<readonly V[]>) {}

  /**
   * @param read finds the values of these keys, which come without doubles
   * @param missing the value of a key that `read` says nothing of
   */
  static byKey<K, V>(read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>, missing: () => V): Batch<K, V> {
    return new Batch(async (keys) => {
      const found = await read([...new Set(keys)]);
      return keys.map((key) => found.get(key) ?? missing());
    });
  }

  /** @param read returns one value for each key, in their order */
  static inOrder<K, V>(read: (keys: readonly K[]) => Promise<readonly V[]>): Batch<K, V> {
    return new Batch(read);
  }

  /** @param context what all fields of one request have in common */
  load(context: object, key: K): Promise<V> {
    const loader = this.loaders.get(context) ?? new DataLoader(this.read, { cache: false, maxBatchSize: LARGEST });
    this.loaders.set(context, loader);
    return loader.load(key);
  }
}
