import type { DocumentNode } from 'graphql';

/** Some forty megabytes where each is as large as it may be, and a thousand usual documents. */
const MOST_TOKENS = 60_000;

/**
 * The documents that were asked for lately. Bounded by tokens and not by their number or text: a token costs the memory,
 * and a flood of distinct documents must not grow it.
 */
export class DocumentCache {
  private readonly entries = new Map<string, { readonly document: DocumentNode; readonly tokens: number }>();
  private tokens = 0;

  get(key: string): DocumentNode | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    // A Map keeps the order of insertion, so the least lately used is always the first.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.document;
  }

  set(key: string, document: DocumentNode): void {
    this.delete(key);
    const tokens = tokensOf(document);
    this.entries.set(key, { document, tokens });
    this.tokens += tokens;
    for (const oldest of this.entries.keys()) {
      if (this.tokens <= MOST_TOKENS) break;
      this.delete(oldest);
    }
  }

  delete(key: string): boolean {
    this.tokens -= this.entries.get(key)?.tokens ?? 0;
    return this.entries.delete(key);
  }

  get size(): number {
    return this.entries.size;
  }
}

export function tokensOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken ?? null; token !== null; token = token.next) tokens += 1;
  return tokens;
}
