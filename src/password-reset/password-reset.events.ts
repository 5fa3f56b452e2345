import type { EventKind } from '../events/event-kind.js';

export const passwordResetEvents = {
  requested: {
    name: 'password_reset_requested',
    description:
      'Somebody asked for a reset mail, or an administrator for another; there is no user where the address is unknown.',
  },
  completed: { name: 'password_reset_completed', description: 'A password was chosen with a mailed link or code.' },
} as const satisfies Record<string, EventKind>;
