import { statusOf, UserStatus } from '../../src/users/user-status.js';

describe('the status of a user', () => {
  const then = new Date('2026-11-21T08:30:00.000Z');

  it.each([
    [UserStatus.PENDING_VERIFICATION, {}],
    [UserStatus.ACTIVE, { emailVerifiedAt: then }],
    [UserStatus.SUSPENDED, { emailVerifiedAt: then, suspendedAt: then }],
    [UserStatus.SUSPENDED, { suspendedAt: then }],
    [UserStatus.DELETED, { emailVerifiedAt: then, suspendedAt: then, deletedAt: then }],
    [UserStatus.DELETED, { deletedAt: then }],
  ])('is %s where %j', (status, facts) => {
    expect(statusOf(facts)).toBe(status);
  });
});
