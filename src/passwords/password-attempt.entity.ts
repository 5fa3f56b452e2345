import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/** Wrong passwords in a row for an account or for what somebody typed as one. */
export const PasswordAttemptsEntity = defineEntity({
  name: 'PasswordAttempts',
  tableName: 'password_attempts',
  properties: {
    /** A keyed digest: what people without an account typed is not kept. */
    digest: p.string().length(43).primary(),
    /** Those that are being looked at included. */
    failures: p.integer(),
    waitsUntil: p.datetime(3).nullable(),
    forgottenAt: p.datetime(3).index(),
  },
});

export type PasswordAttemptsRow = InferEntity<typeof PasswordAttemptsEntity>;
