/** Where the time comes from. Services never ask the system themselves, so a test can let a day pass at once. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
