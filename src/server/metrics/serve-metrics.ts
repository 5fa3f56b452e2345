import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Measures, UserManagement } from '../../app/user-management.js';
import { digestOf, sameDigest } from '../../kernel/secrets.js';
import { exposition, type Metric, type Sample } from './metric.js';
import { ProcessMetrics } from './process-metrics.js';
import type { RequestMetrics } from './request-metrics.js';

/** Who may read the metrics: with a token whoever has it; without one everybody, or only this very machine. */
export interface MetricsAccess {
  readonly token: string | null;
  readonly withoutToken: 'everybody' | 'this machine';
}

/** `/metrics`, for Prometheus. */
export function serveMetrics(
  app: FastifyInstance,
  users: UserManagement,
  requests: RequestMetrics,
  access: MetricsAccess,
): void {
  const ofProcess = new ProcessMetrics();
  app.addHook('onReady', async () => ofProcess.start());
  app.addHook('onClose', async () => ofProcess.stop());

  app.get('/metrics', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (!mayRead(request, access)) {
      reply.status(401).header('www-authenticate', 'Bearer');
      const message = 'Ask with the token in METRICS_TOKEN as a bearer token.';
      return reply.send({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    const metrics = [...requests.read(), ...metricsOf(await users.measures()), ...(await ofProcess.read())];
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(exposition(metrics));
  });
}

function mayRead(request: FastifyRequest, { token, withoutToken }: MetricsAccess): boolean {
  if (token === null) return withoutToken === 'everybody' || isFromHere(request);
  const given = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  // Digests are of one length, so the time of the comparison tells nothing of the token.
  return sameDigest(digestOf(given), digestOf(token));
}

const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** A proxy on this machine would let everybody look as if they were here; proxies say so in a header. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return /^(127\.|::1$)/.test(address) && PROXY_HEADERS.every((name) => headers[name] === undefined);
}

function metricsOf({ events, hashing, mails, connections }: Measures): Metric[] {
  const logins = { ok: events.get('user_login_success') ?? 0, failed: events.get('user_login_failure') ?? 0 };
  return [
    {
      name: 'usergraph_events_total',
      type: 'counter',
      help: 'Events that this instance recorded, by name.',
      samples: [...events].map(([name, value]) => ({ labels: { name }, value })),
    },
    {
      name: 'usergraph_logins_total',
      type: 'counter',
      help: 'Sign-ins on this instance.',
      samples: labelled('result', logins),
    },
    {
      name: 'usergraph_password_hashes',
      type: 'gauge',
      help: 'Password hashes that are being computed and that wait.',
      samples: labelled('state', { running: hashing.running, waiting: hashing.waiting }),
    },
    {
      name: 'usergraph_password_hashes_refused_total',
      type: 'counter',
      help: 'Password hashes that were refused because too many waited.',
      samples: [{ value: hashing.refused }],
    },
    {
      name: 'usergraph_outbox_mails',
      type: 'gauge',
      help: 'Mails that wait to be sent, and those that were given up.',
      samples: labelled('state', mails),
    },
    ...(connections === null
      ? []
      : [
          {
            name: 'usergraph_database_connections',
            type: 'gauge' as const,
            help: 'Connections of the pool, and requests that wait for one.',
            samples: labelled('state', connections),
          },
        ]),
  ];
}

function labelled(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
}
