import * as kind from '../setting-kinds.js';
import { byEnvironment, optional, setting } from '../setting.js';

export const server = {
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
