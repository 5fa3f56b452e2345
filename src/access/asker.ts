import type { Credentials } from './viewer.js';

/** For whom a part of an answer is: a user, and the session in which they get it. */
export interface Asker {
  readonly userId: string;
  readonly sessionId: string;
}

const GIVEN_TO = Symbol('the asker that an object is given to');

/**
 * Marks an object of an answer as given to somebody who has proven in this very request who they are: by signing in, by
 * refreshing or by changing their password. The bearer token does not tell that: there is none, or it is of the session
 * before. What the mark opens is what is the user's own; a permission takes a bearer token.
 */
export function givenTo<T extends object>(asker: Asker, object: T): T {
  return Object.assign(object, { [GIVEN_TO]: { userId: asker.userId, sessionId: asker.sessionId } });
}

/** For whom an object is: as it is marked, or else whom the bearer token speaks for; null where that is nobody. */
export function askerOf(object: unknown, credentials: Credentials): Asker | null {
  const marked = isMarked(object) ? object[GIVEN_TO] : null;
  return marked ?? (credentials.kind === 'viewer' ? credentials.viewer : null);
}

/** Whether an object that stands for a user stands for the asker. */
export function isAskersOwn(object: unknown, { userId }: Asker): boolean {
  return typeof object === 'object' && object !== null && 'id' in object && object.id === userId;
}

function isMarked(object: unknown): object is { [GIVEN_TO]: Asker } {
  return typeof object === 'object' && object !== null && GIVEN_TO in object;
}
