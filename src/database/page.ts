import { isGiven } from '../kernel/given.js';
import { isId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';

const DEFAULT_SIZE = 20;
const LARGEST = 100;

/** @throws Refusal BAD_USER_INPUT outside of 1 to 100 */
export function pageSize(first: number | null | undefined, argument: 'first' | 'last' = 'first'): number {
  const size = first ?? DEFAULT_SIZE;
  if (size < 1 || size > LARGEST) throw Refusal.badInput(`"${argument}" takes 1 to ${LARGEST}.`);
  return size;
}

/** What a client asks of a list that it can read from either end. Both cursors may be given: the page lies between. */
export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/**
 * How many to take from which end of the list.
 * @throws Refusal BAD_USER_INPUT where both ends are asked for, and outside of 1 to 100
 */
export function pageEnd({ first, last }: PageRequest): { readonly size: number; readonly fromEnd: boolean } {
  const [fromStart, fromEnd] = [isGiven(first), isGiven(last)];
  if (fromStart && fromEnd) throw Refusal.badInput('Give "first" or "last", not both.');
  return { size: fromEnd ? pageSize(last, 'last') : pageSize(first), fromEnd };
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
  /** Of a list for which this takes a look of its own, a promise, and nothing is looked up until it is asked for. */
  readonly hasNextPage: boolean | Promise<boolean>;
  readonly hasPreviousPage: boolean | Promise<boolean>;
}

/** A page whose neighbours are looked for where somebody asks. */
export class LazyPage<T> implements Page<T> {
  constructor(
    readonly items: readonly T[],
    private readonly follows: () => boolean | Promise<boolean>,
    private readonly precedes: () => boolean | Promise<boolean>,
  ) {}

  get hasNextPage(): boolean | Promise<boolean> {
    return this.follows();
  }

  get hasPreviousPage(): boolean | Promise<boolean> {
    return this.precedes();
  }
}
