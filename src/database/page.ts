import { isId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';

const DEFAULT_SIZE = 20;
const LARGEST = 100;

/** @throws Refusal BAD_USER_INPUT outside of 1 to 100 */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_SIZE;
  if (size < 1 || size > LARGEST) throw Refusal.badInput(`"first" takes 1 to ${LARGEST}.`);
  return size;
}

/** A place in a list that is ordered by id. Opaque to clients. */
export function idCursor(id: string): string {
  return Buffer.from(id).toString('base64url');
}

/** @throws Refusal BAD_USER_INPUT for what is no cursor */
export function idOfCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!isId(id)) throw Refusal.badInput('"after" takes a cursor that a page of this list has returned.');
  return id;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}
