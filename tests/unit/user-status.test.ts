import { statusOf, UserStatus } from '../../src/users/user-status.js';

describe('the status of a user', () => {
  it('is deleted before suspended, and suspended before unverified', () => {
    const instant = new Date(0);
    const user = { deletedAt: null, suspendedAt: null, emailVerifiedAt: null };

    expect(statusOf(user)).toBe(UserStatus.PENDING_VERIFICATION);
    expect(statusOf({ ...user, emailVerifiedAt: instant })).toBe(UserStatus.ACTIVE);
    expect(statusOf({ ...user, suspendedAt: instant })).toBe(UserStatus.SUSPENDED);
    expect(statusOf({ ...user, suspendedAt: instant, emailVerifiedAt: instant })).toBe(UserStatus.SUSPENDED);
    expect(statusOf({ deletedAt: instant, suspendedAt: instant, emailVerifiedAt: instant })).toBe(UserStatus.DELETED);
  });
});
