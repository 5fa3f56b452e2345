import type { EventKind } from '../events/event-kind.js';

/** Where whoever runs the server did it at its shell, there is no actor, and `metadata.by` is `operator`. */
export const administrationEvents = {
  suspended: {
    name: 'user_suspended',
    description: 'A user was suspended, or got another reason for it; all of their sessions ended.',
  },
  reinstated: { name: 'user_reinstated', description: 'A suspended user may sign in again.' },
  restored: { name: 'user_restored', description: 'An administrator brought a deleted account back.' },
  adminGranted: { name: 'admin_granted', description: 'A user became an administrator.' },
  adminRevoked: { name: 'admin_revoked', description: 'A user is an administrator no more.' },
} as const satisfies Record<string, EventKind>;
