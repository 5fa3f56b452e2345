// A real OpenID Connect provider on this machine, for the tests and for `npm run dev:google`: `oidc-provider`, certified by
// the OpenID Foundation. Whoever types a name into its sign-in page is that person.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

export const CLIENT = { clientId: 'usergraph', clientSecret: 'a-client-secret-for-tests-alone' };

/** @see identity-provider.d.mts */
export async function startIdentityProvider({ redirectUris, port = 0, claimsInToken = true }) {
  const server = createServer();
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on('request', (await createProvider(issuer, redirectUris, claimsInToken)).callback());
  return {
    issuer,
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function createProvider(issuer, redirectUris, claimsInToken) {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'one', use: 'sig', alg: 'RS256' };
  return quietly(
    () =>
      new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT.clientId,
            client_secret: CLIENT.clientSecret,
            redirect_uris: redirectUris,
            response_types: ['code'],
            grant_types: ['authorization_code'],
          },
        ],
        jwks: { keys: [key] },
        cookies: { keys: [randomBytes(32).toString('hex')] },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale'] },
        // As Google does; the specification leaves them to the userinfo endpoint.
        conformIdTokenClaims: !claimsInToken,
        pkce: { required: () => true },
        ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
        findAccount: (_context, id) => ({ accountId: id, claims: async () => claimsOf(id) }),
        loadExistingGrant: agree,
      }),
  );
}

/** A name becomes an address; who is called "unverified…" has not confirmed theirs. */
function claimsOf(id) {
  const email = id.includes('@') ? id : `${id.toLowerCase()}@example.com`;
  return { sub: id, email, email_verified: !id.startsWith('unverified'), name: id, locale: 'en' };
}

/** Everybody agrees to what this one client asks for, so there is no page for that. */
async function agree({ oidc }) {
  const { client, provider, account, params } = oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
}

/** It says on the console that it is not set up for production, which is so. */
function quietly(make) {
  const { info, warn } = console;
  Object.assign(console, { info() {}, warn() {} });
  try {
    return make();
  } finally {
    Object.assign(console, { info, warn });
  }
}
