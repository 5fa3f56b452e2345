import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/**
 * One way to a provider and back. Each of its three secrets (the ticket of a link, the state, the exchange code) is good
 * for one step, and is claimed by a conditional UPDATE of this row. Here and not in a cookie, so that "once" is decided
 * by the database whichever instance is asked.
 */
export const ProviderSignInEntity = defineEntity({
  name: 'ProviderSignIn',
  tableName: 'provider_sign_ins',
  properties: {
    id: p.uuid().primary(),
    provider: p.string().length(40),
    /** Of the cookie in the browser that began. */
    browserDigest: p.string().length(43),
    /** Begins it where a signed-in user links an identity. */
    ticketDigest: p.string().length(43).nullable().unique(),
    /** Set once it is under way to the provider. */
    stateDigest: p.string().length(43).nullable().unique(),
    /** The nonce and the PKCE verifier, sealed with the state. */
    sealedChecks: p.string().length(500).nullable(),
    /** Set once it has come back. */
    returnedAt: p.datetime(3).nullable(),
    /** What the callback URL carried, where that led to an account. */
    codeDigest: p.string().length(43).nullable().unique(),
    /** Who came back: without a foreign key, since an identity that is gone by then signs nobody in. */
    identityId: p.uuid().nullable(),
    /** Set once the code was traded. */
    exchangedAt: p.datetime(3).nullable(),
    returnTo: p.string().length(2_000).nullable(),
    /** S256 of a secret that the frontend keeps, where it can't use the cookie. */
    codeChallenge: p.string().length(43).nullable(),
    /** Who links, and in which session. */
    linkUserId: p.uuid().nullable(),
    linkSessionId: p.uuid().nullable(),
    createdAt: p.datetime(3),
    /** When the next step comes too late. */
    expiresAt: p.datetime(3).index(),
  },
});

export type ProviderSignIn = InferEntity<typeof ProviderSignInEntity>;
