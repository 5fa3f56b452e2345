import type { EventKind } from '../events/event-kind.js';

export const roleEvents = {
  created: { name: 'role_created', description: 'A role was made; `role` names it, `permissions` what it allows.' },
  updated: {
    name: 'role_updated',
    description: 'A role changed; `fields` names what, `added` and `removed` the permissions.',
  },
  deleted: { name: 'role_deleted', description: 'A role was deleted; `role` names it.' },
  assigned: {
    name: 'user_roles_changed',
    description: 'A user got other roles; `added` and `removed` name them.',
  },
} as const satisfies Record<string, EventKind>;
