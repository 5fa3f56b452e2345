import { optional, setting } from '../setting.js';
import { corsOrigins, normalWebUrl, originOf, webUrl } from '../web-address.js';

export const addresses = {
  publicUrl: setting({
    variable: 'PUBLIC_URL',
    kind: webUrl,
    default: {
      shown: 'http://localhost:PORT; none in production',
      text: ({ text }) => `http://localhost:${text('PORT')}`,
    },
    requiredInProduction: 'tokens and links carry it',
    meaning:
      "The server's own URL as the outside sees it, and the issuer of its tokens. Links come from this, never from a request's Host header.",
  }),
  frontendUrl: optional({
    variable: 'FRONTEND_URL',
    kind: webUrl,
    meaning:
      "Mail links go to its `/verify-email?token=` and `/reset-password?token=`; without it, to the server's own pages.",
  }),
  frontendCallbackUrl: optional({
    variable: 'FRONTEND_CALLBACK_URL',
    kind: webUrl,
    default: {
      shown: "FRONTEND_URL/auth/callback, or else the server's own page",
      text: ({ text }) => {
        const frontend = normalWebUrl(text('FRONTEND_URL') ?? '');
        return frontend === null ? null : `${frontend}/auth/callback`;
      },
    },
    meaning: 'Where a sign-in with Google or another provider ends, with `?code=` or `?error=`.',
  }),
  corsOrigins: setting({
    variable: 'CORS_ORIGINS',
    kind: corsOrigins,
    default: {
      shown: "FRONTEND_URL's origin; in development also localhost and Apollo Sandbox",
      text: ({ text, production }) =>
        [originOf(text('FRONTEND_URL') ?? ''), ...(production ? [] : ['localhost', 'https://studio.apollographql.com'])]
          .filter((origin) => origin !== null)
          .join(', '),
    },
    meaning:
      'The origins whose pages may call the server with credentials, exact. A list that is set replaces the default.',
  }),
};
