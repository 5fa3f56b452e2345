import type { EventKind } from '../events/event-kind.js';

export const registrationEvents = {
  userRegistered: { name: 'user_registered', description: 'An account began; `method` says how.' },
  emailVerified: {
    name: 'email_verified',
    description: 'A user proved that mail to their address reaches them, or an administrator vouched for it.',
  },
} as const satisfies Record<string, EventKind>;
