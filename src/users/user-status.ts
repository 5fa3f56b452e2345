import type { User } from './user.entity.js';

/** What an account is at this moment; the first that fits, from the last to the first. */
export enum UserStatus {
  PENDING_VERIFICATION = 'PENDING_VERIFICATION',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  DELETED = 'DELETED',
}

/** What counts most of an account: a deleted one may have been suspended, a suspended one may wait for its mail. */
export function statusOf({
  deletedAt,
  suspendedAt,
  emailVerifiedAt,
}: Partial<Pick<User, 'deletedAt' | 'suspendedAt' | 'emailVerifiedAt'>>): UserStatus {
  if (deletedAt) return UserStatus.DELETED;
  if (suspendedAt) return UserStatus.SUSPENDED;
  return emailVerifiedAt ? UserStatus.ACTIVE : UserStatus.PENDING_VERIFICATION;
}
