import { accountEvents } from '../account/account.events.js';
import { administrationEvents } from '../administration/administration.events.js';
import { avatarEvents } from '../avatars/avatar.events.js';
import type { EventKind } from '../events/event-kind.js';
import { identityEvents } from '../identities/identity.events.js';
import { passwordResetEvents } from '../password-reset/password-reset.events.js';
import { registrationEvents } from '../registration/registration.events.js';
import { roleEvents } from '../roles/role.events.js';
import { sessionEvents } from '../sessions/session.events.js';
import { signInEvents } from '../sign-in/sign-in.events.js';

/** Every kind of event that is recorded. */
export const eventKinds: readonly EventKind[] = [
  ...Object.values(registrationEvents),
  ...Object.values(signInEvents),
  ...Object.values(sessionEvents),
  ...Object.values(passwordResetEvents),
  ...Object.values(accountEvents),
  ...Object.values(roleEvents),
  ...Object.values(administrationEvents),
  ...Object.values(avatarEvents),
  ...Object.values(identityEvents),
];
