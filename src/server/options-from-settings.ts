import type { MailProvider, UserManagementOptions } from '../app/options.js';
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
    passwords: { minLength: settings.passwordMinLength, remembered: settings.passwordHistory },
    newSignInMail: settings.newSignInMail,
    eventRetention: settings.eventRetention,
    mail: {
      from: settings.mailFrom,
      provider: mailProvider(settings),
      brand: { name: settings.appName, logoUrl: settings.appLogoUrl, color: settings.appColor },
    },
    rateLimits: settings.rateLimits,
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
    https: settings.publicUrl.startsWith('https:'),
    logger,
  };
}

function metricsAccess({ metricsToken, environment }: Settings): MetricsAccess {
  return { token: metricsToken, withoutToken: environment === 'production' ? 'this machine' : 'everybody' };
}

function mailProvider({ smtpUrl, sendgridApiKey, sendgridBaseUrl }: Settings): MailProvider {
  if (smtpUrl !== null) return { kind: 'smtp', url: smtpUrl };
  if (sendgridApiKey !== null) return { kind: 'sendgrid', apiKey: sendgridApiKey, baseUrl: sendgridBaseUrl };
  return { kind: 'development' };
}
