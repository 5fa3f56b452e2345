import type { EventKind } from '../events/event-kind.js';

export const accountEvents = {
  passwordChanged: { name: 'password_changed', description: 'A user changed their password, knowing the old one.' },
  profileUpdated: { name: 'profile_updated', description: 'A profile changed; `fields` names what.' },
  emailChangeRequested: {
    name: 'email_change_requested',
    description: 'A user asked to change their address; the old one still counts.',
  },
  emailChanged: {
    name: 'email_changed',
    description: 'A new address took the place of the old one: confirmed by its mailbox, or set by an administrator.',
  },
  userDeleted: {
    name: 'user_deleted',
    description: 'An account was deleted, by its user or by an administrator; its history stays.',
  },
} as const satisfies Record<string, EventKind>;
