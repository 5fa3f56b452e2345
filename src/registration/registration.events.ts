import type { EventKind } from '../events/event-kind.js';

export const registrationEvents = {
  userRegistered: { name: 'user_registered', description: 'An account began.' },
  emailVerified: { name: 'email_verified', description: 'A user proved that mail to their address reaches them.' },
} as const satisfies Record<string, EventKind>;
