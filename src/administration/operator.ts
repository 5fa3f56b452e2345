import type { ClientInfo } from '../kernel/client-info.js';

/** A shell has no address and no browser. */
export const fromShell: ClientInfo = { ip: null, userAgent: null };

/** The metadata of events that whoever runs the server caused. */
export const byOperator = { by: 'operator' } as const;
