import type { EventKind } from '../events/event-kind.js';

export const identityEvents = {
  linked: {
    name: 'identity_linked',
    description: 'From now on a user can sign in with an identity provider, which `provider` names.',
  },
  unlinked: { name: 'identity_unlinked', description: 'A user can no longer sign in with that identity.' },
} as const satisfies Record<string, EventKind>;
