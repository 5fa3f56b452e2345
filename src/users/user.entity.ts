import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';
import { userListIndexes } from './user-order.js';

export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** As typed. */
    email: p.string().length(254),
    /** Canonical; null once deleted, which makes the address free. */
    emailKey: p.string().length(254).nullable().unique(),
    emailVerifiedAt: p.datetime(3).nullable(),
    /** A new address that waits for its confirmation, as typed, canonical, and the session that asked for it. */
    pendingEmail: p.string().length(254).nullable(),
    pendingEmailKey: p.string().length(254).nullable(),
    pendingEmailSessionId: p.uuid().nullable(),
    pendingEmailExpiresAt: p.datetime(3).nullable(),
    username: p.string().length(30).nullable(),
    /** Lower case; null where there is none, and once deleted. */
    usernameKey: p.string().length(30).nullable().unique(),
    name: p.string().length(200).nullable(),
    phone: p.string().length(16).nullable(),
    locale: p.string().length(35).nullable(),
    /** PHC string, or the hash that another service made; null for who has no password. */
    passwordHash: p.string().length(512).nullable(),
    /** The picture in the store; null without one. */
    avatarId: p.uuid().nullable(),
    isAdmin: p.boolean(),
    /** Wrong passwords since the last right one. */
    failedLoginCount: p.integer(),
    lastLoginAt: p.datetime(3).nullable(),
    lastLoginIp: p.string().length(45).nullable(),
    suspendedAt: p.datetime(3).nullable(),
    suspensionReason: p.string().length(500).nullable(),
    deletedAt: p.datetime(3).nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
  indexes: userListIndexes,
});

export type User = InferEntity<typeof UserEntity>;

/** For a user whose new address does not wait any more. */
export const nothingPending = {
  pendingEmail: null,
  pendingEmailKey: null,
  pendingEmailSessionId: null,
  pendingEmailExpiresAt: null,
} as const;
