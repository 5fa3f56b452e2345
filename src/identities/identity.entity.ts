import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';
import { UserEntity } from '../users/user.entity.js';

/**
 * Who a user is at an identity provider. Known by issuer and subject alone: an address can pass to another person, a
 * subject never does (OpenID Connect Core, section 5.7).
 */
export const IdentityEntity = defineEntity({
  name: 'Identity',
  tableName: 'identities',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade').index(),
    /** The provider's id in the settings, for example `google`. */
    provider: p.string().length(40),
    issuer: p.string().length(255),
    subject: p.string().length(255),
    /** What the provider last said; for showing it, never for finding somebody by it. */
    email: p.string().length(254).nullable(),
    createdAt: p.datetime(3),
  },
  uniques: [{ properties: ['issuer', 'subject'] }],
});

export type Identity = InferEntity<typeof IdentityEntity>;
