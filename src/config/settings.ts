import { days, minutes, seconds } from '../kernel/duration.js';
import { avatarStorage } from './avatar-storage.js';
import { oidcProviders } from './oidc-providers.js';
import * as kind from './setting-kinds.js';
import { byEnvironment, optional, type OtherSettings, type Setting, setting } from './setting.js';
import { corsOrigins, issuerUrl, normalWebUrl, originOf, pictureUrl, webUrl } from './web-address.js';

const server = {
  environment: setting({
    variable: 'NODE_ENV',
    kind: kind.oneOf('development', 'production', 'test'),
    default: 'development',
    meaning: '`production` demands what a public server needs and turns the development helpers off.',
  }),
  host: setting({
    variable: 'HOST',
    kind: kind.hostName,
    default: byEnvironment('127.0.0.1', '0.0.0.0'),
    meaning: 'Address to listen on.',
  }),
  port: setting({
    variable: 'PORT',
    kind: kind.wholeNumber(0, 65_535),
    default: '4000',
    meaning: 'Port to listen on; 0 takes any free one, and needs PUBLIC_URL to be set if links in mails are to work.',
  }),
  trustedProxies: setting({
    variable: 'TRUST_PROXY',
    kind: kind.wholeNumber(0, 10),
    default: '0',
    meaning:
      "How many proxies in front may be believed for the client's address. With 0, `X-Forwarded-For` does nothing.",
  }),
  rateLimits: setting({
    variable: 'RATE_LIMITS',
    kind: kind.onOff,
    default: 'on',
    meaning:
      '`off` is for load tests alone: it also lifts the waits after wrong passwords and the cooldowns of mails, never the tries of a code.',
  }),
  rateLimitOverrides: optional({
    variable: 'RATE_LIMIT_OVERRIDES',
    kind: kind.limitOverrides,
    meaning:
      'Other limits than those of docs/rate-limits.md. Counts begin anew when the server of a SQLite database starts.',
  }),
  sandbox: setting({
    variable: 'SANDBOX',
    kind: kind.onOff,
    default: byEnvironment('on', 'off'),
    meaning: 'Apollo Sandbox for browsers at `/graphql`.',
  }),
  introspection: setting({
    variable: 'INTROSPECTION',
    kind: kind.onOff,
    default: byEnvironment('on', 'off'),
    meaning: 'Whether the schema may be asked for over GraphQL.',
  }),
  documentLimits: setting({
    variable: 'DOCUMENT_LIMITS',
    kind: kind.documentLimits,
    default: { shown: 'those of docs/document-limits.md', text: () => '' },
    meaning: 'What one GraphQL document may ask for, where it shall differ: for example `depth=20, objects=10000`.',
  }),
  trustedDocuments: optional({
    variable: 'TRUSTED_DOCUMENTS',
    kind: kind.filePath,
    meaning:
      "A list of operations in the format of Apollo's persisted-query manifest. With one, nothing else runs, in any environment.",
  }),
  metricsToken: optional({
    variable: 'METRICS_TOKEN',
    kind: kind.bearerToken,
    default: {
      shown: 'none; in production `/metrics` then answers this machine alone, and no proxy',
      text: () => null,
    },
    meaning: 'What `/metrics` has to be asked with, as a bearer token.',
  }),
};

const storage = {
  database: setting({
    variable: 'DATABASE_URL',
    kind: kind.databaseUrl,
    default: 'sqlite:./data/users.db',
    meaning: 'SQLite for one instance, PostgreSQL for one or more.',
  }),
  secretKey: optional({
    variable: 'SECRET_KEY',
    kind: kind.secretKey,
    default: { shown: 'made once and kept beside the database; none in production', text: () => null },
    requiredInProduction: 'it seals the signing keys',
    meaning:
      'Seals the signing keys at rest and keys the digests of short codes. Every instance has the same; whoever has it can sign tokens.',
  }),
};

const besideS3 = ({ text }: OtherSettings) => (text('AVATAR_STORAGE')?.startsWith('s3:') ? 'with S3' : null);

const avatars = {
  avatarStorage: setting({
    variable: 'AVATAR_STORAGE',
    kind: avatarStorage,
    default: 'file:./data/avatars',
    meaning:
      'Where pictures of users are kept. A folder is for one instance, or several that share it. `off`: there are no pictures.',
  }),
  awsAccessKeyId: optional({
    variable: 'AWS_ACCESS_KEY_ID',
    kind: kind.apiKey,
    requiredBeside: besideS3,
    meaning: 'For pictures in S3; it needs the rights to get, put and delete objects of that bucket, and no other.',
  }),
  awsSecretAccessKey: optional({
    variable: 'AWS_SECRET_ACCESS_KEY',
    kind: kind.apiKey,
    requiredBeside: besideS3,
    meaning: 'The secret that belongs to AWS_ACCESS_KEY_ID.',
  }),
};

const addresses = {
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

const tokens = {
  accessTokenLifetime: setting({
    variable: 'ACCESS_TOKEN_EXPIRE_MINUTES',
    kind: kind.lengthOfTime(minutes, 1, 1_440),
    default: '15',
    meaning:
      'Life of an access token. Keep it at 15 or less where other services verify tokens offline: they learn of a log-out only then.',
  }),
  refreshTokenLifetime: setting({
    variable: 'REFRESH_TOKEN_EXPIRE_MINUTES',
    kind: kind.lengthOfTime(minutes, 1, 525_600),
    default: '10080',
    meaning: 'Life of a refresh token; a session that is not refreshed for that long ends.',
  }),
  refreshTokenReuse: setting({
    variable: 'REFRESH_TOKEN_REUSE_SECONDS',
    kind: kind.lengthOfTime(seconds, 0, 60),
    default: '10',
    meaning: 'How long a rotated refresh token still answers with its successor, for two tabs and lost answers.',
  }),
  sessionLifetime: setting({
    variable: 'SESSION_MAX_DAYS',
    kind: kind.lengthOfTime(days, 1, 3_650),
    default: '90',
    meaning: "A session's absolute end, however often it is refreshed.",
  }),
  tokenAudience: setting({
    variable: 'TOKEN_AUDIENCE',
    kind: kind.audience,
    default: { shown: 'PUBLIC_URL', text: ({ text }) => normalWebUrl(text('PUBLIC_URL') ?? '') ?? '' },
    meaning: 'The `aud` of access tokens.',
  }),
};

const accounts = {
  emailVerification: setting({
    variable: 'EMAIL_VERIFICATION',
    kind: kind.oneOf('required', 'optional'),
    default: 'required',
    meaning: '`required`: no sign-in before the address is verified; `optional`: registering signs in.',
  }),
  passwordMinLength: setting({
    variable: 'PASSWORD_MIN_LENGTH',
    kind: kind.wholeNumber(8, 128),
    default: '8',
    meaning:
      'In code points after NFKC; 128 is the most a password may have. NIST SP 800-63B-4 asks for 15 where the password is the only factor.',
  }),
  passwordHistory: setting({
    variable: 'PASSWORD_HISTORY',
    kind: kind.wholeNumber(0, 24),
    default: '3',
    meaning: 'A new password may not be the current one or one of that many before it; `0` turns this off.',
  }),
  breachedPasswordsFile: optional({
    variable: 'BREACHED_PASSWORDS_FILE',
    kind: kind.filePath,
    meaning:
      'Passwords from breaches are refused: a file made by `npm run breached -- build LIST`, see docs/operations.md.',
  }),
  breachedPasswordsOnline: setting({
    variable: 'BREACHED_PASSWORDS_ONLINE',
    kind: kind.onOff,
    default: 'off',
    meaning:
      'Asks BREACHED_PASSWORDS_URL for each new password, telling it five of the forty digits of its SHA-1. Where it does not answer within a second the password is let through.',
  }),
  breachedPasswordsUrl: setting({
    variable: 'BREACHED_PASSWORDS_URL',
    kind: webUrl,
    default: 'https://api.pwnedpasswords.com/range',
    meaning: 'The range service for that.',
  }),
  newSignInMail: setting({
    variable: 'NEW_SIGN_IN_MAIL',
    kind: kind.onOff,
    default: 'on',
    meaning: 'Whether users get a mail about a sign-in from a device not seen before.',
  }),
  adminEmail: optional({
    variable: 'ADMIN_EMAIL',
    kind: kind.emailAddress,
    togetherWith: 'ADMIN_PASSWORD',
    meaning:
      'With ADMIN_PASSWORD: the start makes this administrator, with a verified address, if no user has the address. One who is there is never changed.',
  }),
  adminPassword: optional({
    variable: 'ADMIN_PASSWORD',
    kind: kind.password,
    togetherWith: 'ADMIN_EMAIL',
    meaning:
      'The password that the first administrator begins with, without spaces around it. Take it out of the environment once they have signed in.',
  }),
};

const providers = {
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

const events = {
  eventRetention: setting({
    variable: 'EVENT_RETENTION_DAYS',
    kind: kind.lengthOfTime(days, 0, 36_500),
    default: '400',
    meaning: 'Older events are cleaned up; `0` keeps all.',
  }),
};

const mail = {
  mailFrom: setting({
    variable: 'MAIL_FROM',
    kind: kind.mailAddress,
    default: 'Users <no-reply@localhost>',
    meaning: 'The sender of all mails.',
  }),
  smtpUrl: optional({
    variable: 'SMTP_URL',
    kind: kind.smtpUrl,
    default: { shown: 'none; in development mails go to the mailbox at /dev/mailbox', text: () => null },
    requiredInProduction: 'it is the mail transport, and without one nobody can verify an address or reset a password',
    meaning: 'The mail server to send with.',
  }),
  sendgridApiKey: optional({
    variable: 'SENDGRID_API_KEY',
    kind: kind.apiKey,
    insteadOf: 'SMTP_URL',
    meaning: 'Sends with SendGrid instead of a mail server. The key needs the right to send mail, and no other.',
  }),
  sendgridBaseUrl: setting({
    variable: 'SENDGRID_BASE_URL',
    kind: webUrl,
    default: 'https://api.sendgrid.com',
    meaning: "Where SendGrid's API is; https://api.eu.sendgrid.com for its EU region.",
  }),
  appName: setting({
    variable: 'APP_NAME',
    kind: kind.shortText(50),
    default: 'Usergraph',
    meaning: 'What the product is called in mails.',
  }),
  appLogoUrl: optional({
    variable: 'APP_LOGO_URL',
    kind: pictureUrl,
    meaning: 'A picture for the top of mails, shown 40 pixels high. Mail programs load it from there, so it is public.',
  }),
  appColor: setting({
    variable: 'APP_COLOR',
    kind: kind.color,
    default: '#1d4ed8',
    meaning:
      'The colour of the buttons in mails; their text becomes black or white by it. In quotes in `.env`, where `#` begins a comment.',
  }),
};

const log = {
  logLevel: setting({
    variable: 'LOG_LEVEL',
    kind: kind.oneOf('debug', 'info', 'warn', 'error'),
    default: 'info',
    meaning: 'The least that is logged.',
  }),
  logFormat: setting({
    variable: 'LOG_FORMAT',
    kind: kind.oneOf('pretty', 'json'),
    default: byEnvironment('pretty', 'json'),
    meaning: 'For people or for machines.',
  }),
};

/** Every setting, once, in the order of the documentation. The names are those of `Settings`. */
export const settingsTable = {
  ...server,
  ...storage,
  ...addresses,
  ...tokens,
  ...accounts,
  ...providers,
  ...events,
  ...avatars,
  ...mail,
  ...log,
};

export const sections: Readonly<Record<string, Readonly<Record<string, Setting<unknown>>>>> = {
  'The server': server,
  'Database and secret': storage,
  Addresses: addresses,
  'Tokens and sessions': tokens,
  Accounts: accounts,
  'Google and other providers': providers,
  Events: events,
  Pictures: avatars,
  Mail: mail,
  Log: log,
};

type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** What the server was told, checked and in the types that the code works with. */
export type Settings = { readonly [Name in keyof typeof settingsTable]: ValueOf<(typeof settingsTable)[Name]> };
