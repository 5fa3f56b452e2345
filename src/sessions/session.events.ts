import type { EventKind } from '../events/event-kind.js';

export const sessionEvents = {
  tokenRefreshed: { name: 'token_refreshed', description: 'A refresh token was traded for the next one.' },
  refreshTokenReused: {
    name: 'refresh_token_reused',
    description: 'A refresh token came back after its time; its session ended, because two parties hold it.',
  },
  userLoggedOut: { name: 'user_logged_out', description: 'A user ended their session.' },
  sessionRevoked: {
    name: 'session_revoked',
    description: 'A session was ended from another one, or by an administrator.',
  },
  protectedRouteAccessed: {
    name: 'protected_route_accessed',
    description: 'A session was used; at most one for each session in 15 minutes.',
  },
} as const satisfies Record<string, EventKind>;
