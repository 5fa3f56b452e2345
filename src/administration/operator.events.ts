import type { EventKind } from '../events/event-kind.js';

/** What whoever runs the server does at its shell; `metadata.by` is then `operator`, and there is no actor. */
export const operatorEvents = {
  adminGranted: { name: 'admin_granted', description: 'A user became an administrator.' },
  userSuspended: { name: 'user_suspended', description: 'A user was suspended; all of their sessions ended.' },
  userReinstated: { name: 'user_reinstated', description: 'A suspended user may sign in again.' },
} as const satisfies Record<string, EventKind>;
