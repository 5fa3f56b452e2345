import type { JWK } from 'jose';
import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

export const CURRENT = 'current';

/** A key that access tokens are signed with, shared by all instances. */
export const SigningKeyEntity = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_keys',
  properties: {
    /** The `kid`: the JWK thumbprint (RFC 7638). */
    id: p.string().length(43).primary(),
    /** 'current' for the one that signs, null for older ones; unique, so that there is never a second. */
    slot: p.string().length(10).nullable().unique(),
    publicJwk: p.json<JWK>(),
    /** Sealed with SECRET_KEY. */
    sealedPrivateJwk: p.text(),
    createdAt: p.datetime(3),
  },
});

export type SigningKey = InferEntity<typeof SigningKeyEntity>;
