import type { Parameter } from '../database/prepared-statement.js';

/** A piece of a statement and the values of its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly Parameter[];
}

export function sql(text: string, ...values: readonly Parameter[]): Sql {
  return { text, values };
}

/** Puts pieces one after the other, with `between` between them. */
export function joined(pieces: readonly Sql[], between: string): Sql {
  return { text: pieces.map(({ text }) => text).join(between), values: pieces.flatMap(({ values }) => values) };
}

/** All of them; true where there is none. */
export function allOf(pieces: readonly Sql[]): Sql {
  return pieces.length === 0
    ? sql('true')
    : joined(
        pieces.map(({ text, values }) => ({ text: `(${text})`, values })),
        ' and ',
      );
}

/** Something that is asked of a user, who is `u` in the statement. */
export interface Condition {
  /** For one user at a time. */
  readonly check: Sql;
  /** The ids of all users who pass, from an index: fast where those are few. */
  readonly driver?: Sql;
  /** The same, at its best for few and slow for many. Only where it differs. */
  readonly driverToFew?: Sql;
  /** There is an index of those who pass in the order of creation, or they are a part of it. */
  readonly onCreation?: true;
}

/** At least one of them. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const checks = conditions.map(({ check: { text, values } }) => ({ text: `(${text})`, values }));
  const drivers = conditions.flatMap(({ driver }) => driver ?? []);
  const check = checks.length === 0 ? sql('false') : joined(checks, ' or ');
  if (conditions.length === 1 && conditions[0]) return conditions[0];
  return drivers.length < Math.max(1, conditions.length) ? { check } : { check, driver: joined(drivers, ' union ') };
}
