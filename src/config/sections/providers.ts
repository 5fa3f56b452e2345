import { oidcProviders } from '../oidc-providers.js';
import * as kind from '../setting-kinds.js';
import { optional, setting } from '../setting.js';
import { issuerUrl } from '../web-address.js';

export const providers = {
  googleClientId: optional({
    variable: 'GOOGLE_CLIENT_ID',
    kind: kind.clientCredential,
    togetherWith: 'GOOGLE_CLIENT_SECRET',
    meaning:
      'Turns Google sign-in on. At Google, register PUBLIC_URL/auth/google/callback as the authorized redirect URI.',
  }),
  googleClientSecret: optional({
    variable: 'GOOGLE_CLIENT_SECRET',
    kind: kind.clientCredential,
    togetherWith: 'GOOGLE_CLIENT_ID',
    meaning: 'Belongs to GOOGLE_CLIENT_ID.',
  }),
  googleIssuer: setting({
    variable: 'GOOGLE_ISSUER',
    kind: issuerUrl,
    default: 'https://accounts.google.com',
    meaning: 'Another issuer in place of Google, for tests and self-hosted providers.',
  }),
  googleAppClientIds: setting({
    variable: 'GOOGLE_APP_CLIENT_IDS',
    kind: kind.clientIdList,
    default: { shown: 'none', text: () => '' },
    meaning:
      'The client ids of your own Android and iOS apps, separated by commas: `loginWithGoogle` takes ID tokens that these asked for (claim `azp`), too.',
  }),
  oidcProviders: setting({
    variable: 'OIDC_PROVIDERS',
    kind: oidcProviders,
    default: { shown: 'none', text: () => '[]' },
    meaning: 'More OpenID Connect providers, each at `/auth/ID`. Register PUBLIC_URL/auth/ID/callback with them.',
  }),
};
