import type { EventKind } from '../events/event-kind.js';

export const avatarEvents = {
  avatarChanged: {
    name: 'avatar_changed',
    description: 'A user got another picture, or removed it; `change` is `set` or `removed`.',
  },
} as const satisfies Record<string, EventKind>;
