import type { User } from './user.entity.js';

/** What an account is at this moment; the first that fits, from the last to the first. */
export enum UserStatus {
  PENDING_VERIFICATION = 'PENDING_VERIFICATION',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  DELETED = 'DELETED',
}

export function statusOf(user: Pick<User, 'deletedAt' | 'suspendedAt' | 'emailVerifiedAt'>): UserStatus {
  if (user.deletedAt) return UserStatus.DELETED;
  if (user.suspendedAt) return UserStatus.SUSPENDED;
  return user.emailVerifiedAt ? UserStatus.ACTIVE : UserStatus.PENDING_VERIFICATION;
}
