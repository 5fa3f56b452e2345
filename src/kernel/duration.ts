/** A length of time in milliseconds. Made by the functions below, so that no bare number has to guess its unit. */
export type Duration = number & { readonly unit: 'milliseconds' };

export const milliseconds = (count: number): Duration => count as Duration;
export const seconds = (count: number): Duration => milliseconds(count * 1_000);
export const minutes = (count: number): Duration => seconds(count * 60);
export const hours = (count: number): Duration => minutes(count * 60);
export const days = (count: number): Duration => hours(count * 24);

export function after(instant: Date, duration: Duration): Date {
  return new Date(instant.getTime() + duration);
}

export function before(instant: Date, duration: Duration): Date {
  return new Date(instant.getTime() - duration);
}

export function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** Whole seconds from `from` to `to`, rounded up and never negative: the form that `retryAfter` and `expiresIn` take. */
export function secondsUntil(to: Date, from: Date): number {
  return Math.max(0, Math.ceil((to.getTime() - from.getTime()) / 1_000));
}
