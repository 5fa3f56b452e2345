import type { FastifyHttpOptions, FastifyServerOptions } from 'fastify';
import type { Server } from 'node:http';
import { type Duration, seconds } from '../kernel/duration.js';

/** How long and how much one connection may take. */
export interface HttpLimits {
  /** For all headers to arrive: a client that sends one byte a minute holds a connection no longer (slowloris). */
  readonly headers: Duration;
  /** For the whole request to arrive, its body included. */
  readonly request: Duration;
  /** Without a byte in either direction: a client that doesn't read its answer. */
  readonly silence: Duration;
  /** Between two requests on one connection. */
  readonly keepAlive: Duration;
  /** How often the first two are looked at. */
  readonly check: Duration;
  readonly connections: number;
  readonly requestsPerConnection: number;
  /** Bytes; 431 for more. */
  readonly headerSize: number;
}

/** Longer than a proxy keeps its connections (60 s is usual), so that it never sends on one that was just closed. */
const KEEP_ALIVE = seconds(65);

export const defaultHttpLimits: HttpLimits = {
  headers: seconds(10),
  request: seconds(15),
  silence: seconds(30),
  keepAlive: KEEP_ALIVE,
  check: seconds(2),
  connections: 2_000,
  requestsPerConnection: 1_000,
  headerSize: 16 * 1_024,
};

export function fastifyLimits(limits: HttpLimits): FastifyServerOptions & Pick<FastifyHttpOptions<Server>, 'http'> {
  return {
    connectionTimeout: limits.silence,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    maxRequestsPerSocket: limits.requestsPerConnection,
    http: {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      connectionsCheckingInterval: limits.check,
      maxHeaderSize: limits.headerSize,
    },
  };
}
