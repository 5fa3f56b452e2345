import type { EventKind } from '../events/event-kind.js';

export const signInEvents = {
  loginSucceeded: { name: 'user_login_success', description: 'A user signed in.' },
  loginFailed: {
    name: 'user_login_failure',
    description: 'A sign-in was refused; `reason` says why, and there is no user where the identifier is unknown.',
  },
} as const satisfies Record<string, EventKind>;
