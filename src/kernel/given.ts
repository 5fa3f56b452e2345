/** Whether a client gave an argument; GraphQL lets them leave it out or say null, and most mean the same by both. */
export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
