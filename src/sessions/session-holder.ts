import type { Viewer } from '../access/viewer.js';
import type { UserWithRights } from '../roles/users-with-rights.js';

/** Whom a bearer token speaks for. Most requests ask for no permission, so the set of them is made where one does. */
export class SessionHolder implements Viewer {
  #permissions: ReadonlySet<string> | undefined;

  constructor(
    readonly sessionId: string,
    /** For resolvers that would otherwise read it again. */
    readonly read: UserWithRights,
  ) {}

  get userId(): string {
    return this.read.user.id;
  }

  get isAdmin(): boolean {
    return this.read.user.isAdmin;
  }

  get permissions(): ReadonlySet<string> {
    return (this.#permissions ??= new Set(this.read.rights.permissions));
  }
}
