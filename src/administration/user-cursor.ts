import { isId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import type { User } from '../users/user.entity.js';
import { UserOrderField } from '../users/user-order.js';

/** A place in a list of users: what the order compares, then the id. */
export type UserPlace = readonly (string | boolean | Date)[];

export interface UserOrder {
  readonly field: UserOrderField;
  readonly descending: boolean;
}

const LONGEST_KEY = 254;
const LONGEST_CURSOR = 2_000;
/** The year 9999: what both databases and RFC 3339 can write. */
const LAST_INSTANT = 253_402_300_799_999;

/** The values of `sortKeys` for a user, as the database computes them, and the id. */
export function placeOf(user: User, field: UserOrderField): UserPlace {
  switch (field) {
    case UserOrderField.CREATED_AT:
      return [user.createdAt, user.id];
    case UserOrderField.EMAIL:
      return [user.emailKey ?? lowerAscii(user.email), user.id];
    case UserOrderField.NAME:
      return [lowerAscii(user.name ?? ''), user.id];
    case UserOrderField.LAST_LOGIN_AT:
      return [Boolean(user.lastLoginAt), user.lastLoginAt ?? user.createdAt, user.id];
  }
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Opaque to clients; carries the order it belongs to. */
export function cursorOf(user: User, order: UserOrder): string {
  const values = placeOf(user, order.field).map((value) => (value instanceof Date ? value.getTime() : value));
  return Buffer.from(JSON.stringify([nameOf(order), ...values])).toString('base64url');
}

/** @throws Refusal BAD_USER_INPUT for what no page of a list in this order has returned */
export function placeOfCursor(cursor: string, order: UserOrder): UserPlace {
  const place = cursor.length <= LONGEST_CURSOR ? read(cursor, order) : null;
  if (place !== null) return place;
  throw Refusal.badInput(
    '"after" and "before" take a cursor that a page of this list, in the same order, has returned.',
  );
}

function read(cursor: string, order: UserOrder): UserPlace | null {
  const values = parse(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(values) || values[0] !== nameOf(order)) return null;
  const kinds = shapes[order.field];
  if (values.length !== kinds.length + 1) return null;
  const place = kinds.map((kind, index) => kind(values[index + 1]));
  return place.includes(null) ? null : (place as unknown as UserPlace);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function nameOf({ field, descending }: UserOrder): string {
  return `${field} ${descending ? 'DESC' : 'ASC'}`;
}

type Shape = (value: unknown) => string | boolean | Date | null;

const instant: Shape = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_INSTANT ? new Date(value) : null;
const flag: Shape = (value) => (typeof value === 'boolean' ? value : null);
const id: Shape = (value) => (typeof value === 'string' && isId(value) ? value : null);
/** PostgreSQL refuses a NUL in a text. */
const text: Shape = (value) =>
  typeof value === 'string' && value.length <= LONGEST_KEY && value.isWellFormed() && !value.includes('\0')
    ? value
    : null;

const shapes: Readonly<Record<UserOrderField, readonly Shape[]>> = {
  CREATED_AT: [instant, id],
  EMAIL: [text, id],
  NAME: [text, id],
  LAST_LOGIN_AT: [flag, instant, id],
};
