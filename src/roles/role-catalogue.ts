import type { RoleDefinitions } from './role-definitions.js';

/**
 * Keeps the definitions of roles for as long as statements see the version that they have. Whoever has seen another gets
 * definitions that were read after that, so nobody is answered from older ones than their own statement saw.
 */
export class RoleCatalogue {
  private known: RoleDefinitions | null = null;
  private reading: Promise<RoleDefinitions> | null = null;

  /** @param read all definitions and their version, from one snapshot */
  constructor(private readonly read: () => Promise<RoleDefinitions>) {}

  /** @param seen the version that a statement saw which is over; null where there was none, and nothing can be relied on */
  async since(seen: string | null): Promise<RoleDefinitions> {
    if (this.known && has(this.known, seen)) return this.known;
    const begunBefore = this.reading;
    if (begunBefore) {
      const found = await begunBefore;
      if (has(found, seen)) return found;
    }
    // There is one reading at a time, so one that is under way now began later than this question.
    return (this.reading ??= this.begin());
  }

  /** One that fails is not kept, so that the next to ask tries again. */
  private begin(): Promise<RoleDefinitions> {
    return this.read()
      .then((found) => (this.known = found))
      .finally(() => (this.reading = null));
  }
}

function has({ version }: RoleDefinitions, seen: string | null): boolean {
  return seen !== null && version === seen;
}
