import type { AvatarStorage, MailProvider, UserManagementOptions } from '../app/options.js';
import { developmentSecretKey } from '../config/development-secret.js';
import type { Settings } from '../config/settings.js';
import type { Logger } from '../kernel/logger.js';
import type { MetricsAccess } from './metrics/serve-metrics.js';
import type { ServerOptions } from './server.js';

/** What the environment says, as the library takes it. */
export function userManagementOptions(settings: Settings, logger: Logger): UserManagementOptions {
  return {
    database: settings.database,
    secretKey: settings.secretKey ?? developmentSecretKey(settings.database),
    publicUrl: settings.publicUrl,
    frontendUrl: settings.frontendUrl,
    origins: { ...settings.corsOrigins, listed: [...settings.corsOrigins.listed, new URL(settings.publicUrl).origin] },
    tokens: {
      audience: settings.tokenAudience,
      accessLifetime: settings.accessTokenLifetime,
      refreshLifetime: settings.refreshTokenLifetime,
      refreshReuseWindow: settings.refreshTokenReuse,
      sessionLifetime: settings.sessionLifetime,
    },
    emailVerification: settings.emailVerification,
    passwords: {
      minLength: settings.passwordMinLength,
      remembered: settings.passwordHistory,
      breached: {
        file: settings.breachedPasswordsFile,
        rangeUrl: settings.breachedPasswordsOnline ? settings.breachedPasswordsUrl : null,
      },
    },
    newSignInMail: settings.newSignInMail,
    eventRetention: settings.eventRetention,
    identityProviders: identityProviders(settings),
    signInCallbackUrl: settings.frontendCallbackUrl,
    mail: {
      from: settings.mailFrom,
      provider: mailProvider(settings),
      brand: { name: settings.appName, logoUrl: settings.appLogoUrl, color: settings.appColor },
    },
    avatarStorage: avatarStorage(settings),
    rateLimits: settings.rateLimits,
    ...firstAdministrator(settings),
    rateLimitOverrides: settings.rateLimitOverrides ?? {},
    logger,
  };
}

export function serverOptions(settings: Settings, logger: Logger): ServerOptions {
  return {
    sandbox: settings.sandbox,
    introspection: settings.introspection,
    documentLimits: settings.documentLimits,
    metrics: metricsAccess(settings),
    appName: settings.appName,
    trustedProxies: settings.trustedProxies,
    warnOfUnnamedProxy: settings.environment === 'production',
    https: settings.publicUrl.startsWith('https:'),
    logger,
  };
}

function firstAdministrator({ adminEmail, adminPassword }: Settings): Partial<UserManagementOptions> {
  if (adminEmail === null || adminPassword === null) return {};
  return { firstAdministrator: { email: adminEmail, password: adminPassword } };
}

function avatarStorage({ avatarStorage, awsAccessKeyId, awsSecretAccessKey }: Settings): AvatarStorage {
  if (avatarStorage.kind !== 's3') return avatarStorage;
  return { ...avatarStorage, accessKeyId: awsAccessKeyId ?? '', secretAccessKey: awsSecretAccessKey ?? '' };
}

function metricsAccess({ metricsToken, environment }: Settings): MetricsAccess {
  return { token: metricsToken, withoutToken: environment === 'production' ? 'this machine' : 'everybody' };
}

function mailProvider({ smtpUrl, sendgridApiKey, sendgridBaseUrl }: Settings): MailProvider {
  if (smtpUrl !== null) return { kind: 'smtp', url: smtpUrl };
  if (sendgridApiKey !== null) return { kind: 'sendgrid', apiKey: sendgridApiKey, baseUrl: sendgridBaseUrl };
  return { kind: 'development' };
}

/** Google first: it is the one that people look for. */
function identityProviders(settings: Settings): NonNullable<UserManagementOptions['identityProviders']> {
  const { googleClientId: clientId, googleClientSecret: clientSecret, googleIssuer: issuer } = settings;
  if (clientId === null || clientSecret === null) return settings.oidcProviders;
  const scopes = ['openid', 'email', 'profile'];
  const appClientIds = settings.googleAppClientIds;
  const google = { id: 'google', name: 'Google', issuer, clientId, clientSecret, scopes, appClientIds };
  return [google, ...settings.oidcProviders];
}
