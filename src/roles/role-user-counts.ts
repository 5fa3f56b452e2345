import type { Database } from '../database/database.js';
import type { Roles } from './roles.service.js';

/** Counts the users of all roles that one request asks about at a time, by one query. */
export class RoleUserCounts {
  private readonly waiting = new WeakMap<object, { ids: Set<string>; counts: Promise<ReadonlyMap<string, number>> }>();

  constructor(
    private readonly database: Database,
    private readonly roles: Roles,
  ) {}

  /** @param request what tells one request from another */
  async of(request: object, roleId: string): Promise<number> {
    let batch = this.waiting.get(request);
    if (batch === undefined) {
      const ids = new Set<string>();
      batch = { ids, counts: this.count(request, ids) };
      this.waiting.set(request, batch);
    }
    batch.ids.add(roleId);
    return (await batch.counts).get(roleId) ?? 0;
  }

  private async count(request: object, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
    // Siblings of a list are resolved before anything that waits goes on.
    await new Promise(setImmediate);
    this.waiting.delete(request);
    return this.roles.userCounts(this.database.reader(), [...ids]);
  }
}
