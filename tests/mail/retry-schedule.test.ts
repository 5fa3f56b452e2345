import { after, days, hours, minutes, seconds } from '../../src/kernel/duration.js';
import { type FailedTry, nextTry } from '../../src/mail/retry-schedule.js';

const createdAt = new Date('2026-11-21T08:30:00.000Z');

/** Seconds until the next try. */
function pause(failed: Partial<FailedTry>): number | null {
  const now = failed.now ?? createdAt;
  const next = nextTry({ attempts: 1, createdAt, now, retryAfter: null, random: 1, ...failed });
  return next && (next.getTime() - now.getTime()) / 1000;
}

test('the pause doubles, up to a minute in the first hour', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 20].map((attempts) => pause({ attempts }))).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

test('later it is a quarter of an hour at most', () => {
  expect(pause({ attempts: 60, now: after(createdAt, hours(1)) })).toBe(15 * 60);
  expect(pause({ attempts: 5000, now: after(createdAt, days(2)) })).toBe(15 * 60);
});

test('chance takes away up to half of it', () => {
  expect(pause({ attempts: 7, random: 0 })).toBe(30);
});

test('a provider that asks for more gets it, up to a day', () => {
  expect(pause({ retryAfter: minutes(20) })).toBe(20 * 60);
  expect(pause({ attempts: 7, retryAfter: seconds(1) })).toBe(60);
  expect(pause({ retryAfter: days(30) })).toBe(24 * 60 * 60);
});

test('after three days there is no next try', () => {
  expect(pause({ now: after(createdAt, days(3)) })).toBeNull();
});
