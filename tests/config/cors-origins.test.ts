import { corsOrigins, type CorsOrigins } from '../../src/config/web-address.js';
import { AllowedOrigins } from '../../src/http/allowed-origins.js';
import { readSettings } from '../../src/config/read-settings.js';
import type { Environment } from '../../src/config/environment.js';

function originsOf(environment: Environment): CorsOrigins {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message).join('\n'));
  return read.settings.corsOrigins;
}

describe('CORS origins', () => {
  it('are the frontend, this machine and Apollo Sandbox in development', () => {
    const origins = originsOf({ FRONTEND_URL: 'https://app.example.com/shop/' });

    for (const origin of [
      'https://app.example.com',
      'http://localhost:5173',
      'http://127.0.0.1:3000',
      'https://studio.apollographql.com',
    ]) {
      expect(new AllowedOrigins(origins).allows(origin)).toBe(true);
    }
    for (const origin of [
      'https://evil.example',
      'https://app.example.com.evil.example',
      'http://localhost.evil.example',
      'null',
      '',
    ]) {
      expect(new AllowedOrigins(origins).allows(origin)).toBe(false);
    }
  });

  it('are exactly those that are listed', () => {
    const origins = originsOf({
      FRONTEND_URL: 'https://app.example.com',
      CORS_ORIGINS: 'https://one.example.com, https://two.example.com:8443',
    });

    expect(origins).toEqual({ listed: ['https://one.example.com', 'https://two.example.com:8443'], localhost: false });
    expect(new AllowedOrigins(origins).allows('https://app.example.com')).toBe(false);
    expect(new AllowedOrigins(origins).allows('http://localhost:5173')).toBe(false);
  });

  it.each(['*', 'null', 'app.example.com', 'https://app.example.com/path', 'https://*.example.com'])(
    'do not take %s',
    (text) => {
      expect(corsOrigins.parse(text, false)).toBeUndefined();
    },
  );

  it('do not take every port of this machine in production', () => {
    expect(corsOrigins.parse('localhost', true)).toBeUndefined();
    expect(corsOrigins.parse('localhost', false)).toEqual({ listed: [], localhost: true });
  });
});
