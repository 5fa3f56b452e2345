import type { EventKind } from '../events/event-kind.js';

export const administrationEvents = {
  suspended: {
    name: 'user_suspended',
    description: 'An administrator suspended a user, or gave another reason for it.',
  },
  reinstated: { name: 'user_reinstated', description: 'An administrator let a suspended user in again.' },
  restored: { name: 'user_restored', description: 'An administrator brought a deleted account back.' },
  adminGranted: { name: 'admin_granted', description: 'A user became an administrator.' },
  adminRevoked: { name: 'admin_revoked', description: 'A user is an administrator no more.' },
} as const satisfies Record<string, EventKind>;
