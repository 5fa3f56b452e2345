import { AccessLog } from '../sessions/access-log.service.js';
import { AccessTokens } from '../sessions/access-token.js';
import { KnownDevices } from '../sessions/known-devices.service.js';
import { QuickRefresh } from '../sessions/quick-refresh.js';
import { Refresh } from '../sessions/refresh.service.js';
import { Sessions } from '../sessions/sessions.service.js';
import { SigningKeys } from '../sessions/signing-keys.service.js';
import type { Basics } from './basics.js';
import type { MailServices } from './mail.js';
import type { UserManagementOptions } from './options.js';

export type SessionServices = ReturnType<typeof createSessions>;

/** The tokens that keep people signed in. */
export function createSessions(options: UserManagementOptions, basics: Basics, { outbox }: MailServices) {
  const { database, clock, secretKey, events, logger } = basics;
  const { emailVerification, publicUrl } = options;
  const { audience, accessLifetime, refreshLifetime, refreshReuseWindow, sessionLifetime } = options.tokens;
  const signingKeys = new SigningKeys(database, clock, secretKey);
  const accessLog = new AccessLog(database, clock, events, logger);
  const sessions = new Sessions({
    ...basics,
    accessTokens: new AccessTokens(signingKeys, clock, { issuer: publicUrl, audience, lifetime: accessLifetime }),
    devices: new KnownDevices(clock),
    accessLog,
    lifetimes: { idleLifetime: refreshLifetime, absoluteLifetime: sessionLifetime },
  });
  const quick = new QuickRefresh({ ...basics, sessions, emailVerification });
  const refresh = new Refresh({
    ...basics,
    sessions,
    quick,
    outbox,
    reuseWindow: refreshReuseWindow,
    emailVerification,
  });
  return { signingKeys, accessLog, sessions, refresh };
}
