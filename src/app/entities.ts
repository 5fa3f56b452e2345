import type { EntitySchema } from '@mikro-orm/sql';
import { DailyCountsEntity } from '../administration/daily-counts.entity.js';
import { AvatarPictureEntity } from '../avatars/avatar-picture.entity.js';
import { AvatarTicketEntity } from '../avatars/avatar-ticket.entity.js';
import { EventEntity } from '../events/event.entity.js';
import { IdentityEntity } from '../identities/identity.entity.js';
import { ProviderSignInEntity } from '../identities/provider-sign-in.entity.js';
import { UsedIdTokenEntity } from '../identities/used-id-token.entity.js';
import { DevelopmentMailEntity } from '../mail/development-mail.entity.js';
import { MailCooldownEntity } from '../mail/mail-cooldown.entity.js';
import { OutboxMailEntity } from '../mail/outbox-mail.entity.js';
import { OneTimeTokenEntity } from '../one-time-tokens/one-time-token.entity.js';
import { OldPasswordEntity } from '../passwords/old-password.entity.js';
import { PasswordAttemptsEntity } from '../passwords/password-attempt.entity.js';
import { RateLimitCountEntity } from '../rate-limits/rate-limit-count.entity.js';
import { PendingRegistrationEntity } from '../registration/pending-registration.entity.js';
import { RoleEntity, UserRoleEntity } from '../roles/role.entity.js';
import { RolesVersionEntity } from '../roles/roles-version.entity.js';
import { KnownDeviceEntity } from '../sessions/known-device.entity.js';
import { SessionEntity, UsedRefreshTokenEntity } from '../sessions/session.entity.js';
import { SigningKeyEntity } from '../sessions/signing-key.entity.js';
import { UserEntity } from '../users/user.entity.js';

/** Everything that is stored. */
export const entities: readonly EntitySchema[] = [
  UserEntity,
  RoleEntity,
  UserRoleEntity,
  RolesVersionEntity,
  OldPasswordEntity,
  OneTimeTokenEntity,
  SessionEntity,
  KnownDeviceEntity,
  UsedRefreshTokenEntity,
  SigningKeyEntity,
  AvatarTicketEntity,
  AvatarPictureEntity,
  PendingRegistrationEntity,
  IdentityEntity,
  ProviderSignInEntity,
  UsedIdTokenEntity,
  EventEntity,
  DailyCountsEntity,
  OutboxMailEntity,
  MailCooldownEntity,
  PasswordAttemptsEntity,
  RateLimitCountEntity,
  DevelopmentMailEntity,
];
