import { Extensions } from 'type-graphql';

/**
 * Who may ask a field.
 * - `anyone`: the bearer token is not even looked at, so that a stale one never blocks signing in.
 * - `anyone-known`: without credentials too; but a bad bearer token is an error.
 * - `signed-in`: a valid bearer token of a living session.
 * - a permission: a signed-in user who holds it; with `orOwn`, on the type User, also the user that the object is about.
 */
export type Access =
  'anyone' | 'anyone-known' | 'signed-in' | { readonly permission: string; readonly orOwn?: boolean };

/** Declares the access of a field. The schema does not build while a root field has none. */
export function Allow(access: Access): MethodDecorator & PropertyDecorator {
  return Extensions({ access });
}
