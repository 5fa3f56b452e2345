import { readSettings } from '../../src/config/read-settings.js';
import type { Environment } from '../../src/config/environment.js';
import type { Settings } from '../../src/config/settings.js';
import { days, minutes, seconds } from '../../src/kernel/duration.js';

const SECRET = 'mCk2vT9sYwQ4xZr8bNfLgHpJdA6uEe3R';
const inProduction: Environment = {
  NODE_ENV: 'production',
  SECRET_KEY: SECRET,
  PUBLIC_URL: 'https://users.example.com',
  SMTP_URL: 'smtps://mailer:hunter2@smtp.example.com',
};

function settingsOf(environment: Environment): Settings {
  const read = readSettings(environment);
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message).join('\n'));
  return read.settings;
}

function faultyVariables(environment: Environment): string[] {
  const read = readSettings(environment);
  return read.ok ? [] : read.faults.map(({ variable }) => variable);
}

describe('settings', () => {
  it('has a default for everything in development', () => {
    expect(settingsOf({})).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      avatarStorage: { kind: 'folder', path: './data/avatars' },
      awsAccessKeyId: null,
      awsSecretAccessKey: null,
      port: 4000,
      trustedProxies: 0,
      rateLimits: true,
      rateLimitOverrides: null,
      sandbox: true,
      introspection: true,
      documentLimits: {},
      trustedDocuments: null,
      metricsToken: null,
      database: { dialect: 'sqlite', path: './data/users.db' },
      secretKey: null,
      publicUrl: 'http://localhost:4000',
      frontendUrl: null,
      frontendCallbackUrl: null,
      corsOrigins: { listed: ['https://studio.apollographql.com'], localhost: true },
      accessTokenLifetime: minutes(15),
      refreshTokenLifetime: minutes(10_080),
      refreshTokenReuse: seconds(10),
      sessionLifetime: days(90),
      tokenAudience: 'http://localhost:4000',
      emailVerification: 'required',
      passwordMinLength: 8,
      passwordHistory: 3,
      breachedPasswordsFile: null,
      breachedPasswordsOnline: false,
      breachedPasswordsUrl: 'https://api.pwnedpasswords.com/range',
      newSignInMail: true,
      adminEmail: null,
      adminPassword: null,
      googleClientId: null,
      googleClientSecret: null,
      googleIssuer: 'https://accounts.google.com',
      googleAppClientIds: [],
      oidcProviders: [],
      eventRetention: days(400),
      mailFrom: { name: 'Users', address: 'no-reply@localhost' },
      smtpUrl: null,
      sendgridApiKey: null,
      sendgridBaseUrl: 'https://api.sendgrid.com',
      appName: 'Usergraph',
      appLogoUrl: null,
      appColor: '#1d4ed8',
      logLevel: 'info',
      logFormat: 'pretty',
    });
  });

  it('turns the development helpers off in production', () => {
    expect(settingsOf(inProduction)).toMatchObject({
      host: '0.0.0.0',
      sandbox: false,
      introspection: false,
      logFormat: 'json',
      corsOrigins: { listed: [], localhost: false },
      publicUrl: 'https://users.example.com',
      tokenAudience: 'https://users.example.com',
    });
  });

  it('takes some of the limits on documents, by their names', () => {
    expect(settingsOf({ DOCUMENT_LIMITS: 'depth=20, objects=10000' }).documentLimits).toEqual({
      depth: 20,
      objects: 10_000,
    });
    for (const DOCUMENT_LIMITS of [
      'depth',
      'depth=0',
      'depth=-1',
      'height=3',
      'toString=3',
      'depth=1;objects=2',
      '=',
    ]) {
      expect(faultyVariables({ DOCUMENT_LIMITS })).toEqual(['DOCUMENT_LIMITS']);
    }
  });

  it('takes no token for the metrics that could be guessed or not be sent', () => {
    for (const METRICS_TOKEN of ['short', 'sixteen letters and spaces', 'x'.repeat(15)]) {
      expect(faultyVariables({ METRICS_TOKEN })).toEqual(['METRICS_TOKEN']);
    }
  });

  it('names all faults at once and says what is expected', () => {
    const read = readSettings({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://localhost/users',
      RATE_LIMITS: 'perhaps',
    });

    expect(read).toMatchObject({
      ok: false,
      faults: [
        { variable: 'PORT', message: 'PORT must be a whole number from 0 to 65535.' },
        { variable: 'RATE_LIMITS' },
        { variable: 'DATABASE_URL', message: expect.stringContaining('sqlite:PATH') as unknown },
        { variable: 'LOG_LEVEL', message: 'LOG_LEVEL must be one of debug, info, warn, error.' },
      ],
    });
  });

  it('demands a secret, a public URL and a mail transport in production', () => {
    expect(faultyVariables({ NODE_ENV: 'production' })).toEqual(['SECRET_KEY', 'PUBLIC_URL', 'SMTP_URL']);
    expect(readSettings({ NODE_ENV: 'production' })).toMatchObject({
      faults: [{}, {}, { message: expect.stringMatching(/required in production.*mail transport/) as unknown }],
    });
    expect(faultyVariables(inProduction)).toEqual([]);
  });

  it('takes a mail server or SendGrid in production, and never both', () => {
    const { SMTP_URL, ...noTransport } = inProduction;
    const SENDGRID_API_KEY = 'SG.a-key.that-is-none';

    expect(settingsOf({ ...noTransport, SENDGRID_API_KEY })).toMatchObject({
      smtpUrl: null,
      sendgridApiKey: SENDGRID_API_KEY,
    });
    expect(readSettings(noTransport)).toMatchObject({
      faults: [
        {
          variable: 'SMTP_URL',
          message: expect.stringMatching(/^SMTP_URL or SENDGRID_API_KEY is required/) as unknown,
        },
      ],
    });
    for (const environment of [
      { ...inProduction, SENDGRID_API_KEY },
      { SMTP_URL, SENDGRID_API_KEY },
    ]) {
      expect(readSettings(environment)).toEqual({
        ok: false,
        faults: [
          {
            variable: 'SENDGRID_API_KEY',
            message: "SENDGRID_API_KEY and SMTP_URL can't both be set: keep one of them.",
          },
        ],
      });
    }
    expect(faultyVariables({ ...noTransport, SENDGRID_API_KEY: 'two words' })).toEqual(['SENDGRID_API_KEY']);
  });

  it('reads how mails look', () => {
    const brand = {
      APP_NAME: 'Bücher & Co.',
      APP_LOGO_URL: 'https://cdn.example.com/logo.png?v=2',
      APP_COLOR: '#FFCC00',
    };
    expect(settingsOf(brand)).toMatchObject({
      appName: 'Bücher & Co.',
      appLogoUrl: 'https://cdn.example.com/logo.png?v=2',
      appColor: '#ffcc00',
    });
  });

  it.each([
    ['APP_NAME', 'Acme\nBcc: eve@example.com'],
    ['APP_NAME', 'x'.repeat(51)],
    ['APP_LOGO_URL', 'http://cdn.example.com/logo.png'],
    ['APP_LOGO_URL', 'data:image/png;base64,AAAA'],
    ['APP_LOGO_URL', 'javascript:alert(1)'],
    ['APP_LOGO_URL', 'https://me:secret@cdn.example.com/logo.png'],
    ['APP_COLOR', 'red'],
    ['APP_COLOR', '#fff'],
    ['APP_COLOR', '#ffffff;background:url(https://example.com)'],
  ])('refuses the %s %j', (variable, text) => {
    expect(faultyVariables({ [variable]: text })).toEqual([variable]);
  });

  it('never repeats what was set, which may be a secret', () => {
    const secrets = [
      'short-secret',
      'http://root:hunter2@example.com',
      'smtq://mailer:hunter3@example.com',
      'mysql://root:hunter4@db/users',
    ];
    const [SECRET_KEY, PUBLIC_URL, SMTP_URL, DATABASE_URL] = secrets;
    const read = readSettings({ SECRET_KEY, PUBLIC_URL, SMTP_URL, DATABASE_URL });

    expect(read).toMatchObject({ ok: false, faults: [{}, {}, {}, {}] });
    for (const secret of [...secrets, 'hunter']) expect(JSON.stringify(read)).not.toContain(secret);
  });

  it('reads other limits by their names, and knows no others', () => {
    const read = (text: string) => settingsOf({ RATE_LIMIT_OVERRIDES: text }).rateLimitOverrides;
    expect(read('login.client=20/60, codes.address = off,login.failures=3/120')).toEqual({
      'login.client': { times: 20, per: seconds(60) },
      'codes.address': null,
      'login.failures': { times: 3, per: seconds(120) },
    });
    for (const wrong of [
      'login=20/60',
      'login.client',
      'login.client=20',
      'login.client=0/60',
      'login.client=5/0',
      'register.failures=5/60',
      'login.client=1/1,login.client=2/2',
      'login.client=1/1,,',
      'toString=1/1',
    ]) {
      expect(faultyVariables({ RATE_LIMIT_OVERRIDES: wrong })).toEqual(['RATE_LIMIT_OVERRIDES']);
    }
  });

  it('takes an empty value for unset', () => {
    expect(settingsOf({ PORT: '', SECRET_KEY: '  ', FRONTEND_URL: '' })).toEqual(settingsOf({}));
  });

  it.each(['a'.repeat(64), 'ab'.repeat(32), 'change-me-change-me-change-me-change-me', SECRET.slice(1)])(
    'refuses the easy secret %s',
    (secret) => {
      expect(faultyVariables({ SECRET_KEY: secret })).toEqual(['SECRET_KEY']);
    },
  );

  it('lets only loopback hosts go without https in production', () => {
    for (const url of ['http://users.example.com', 'http://127.0.0.1.example.com', 'http://localhost.example.com']) {
      expect(faultyVariables({ ...inProduction, PUBLIC_URL: url })).toEqual(['PUBLIC_URL']);
      expect(faultyVariables({ ...inProduction, CORS_ORIGINS: url })).toEqual(['CORS_ORIGINS']);
    }
    for (const url of ['http://localhost:4000', 'http://127.0.0.1', 'http://[::1]:4000']) {
      expect(settingsOf({ ...inProduction, PUBLIC_URL: url }).publicUrl).toBe(url);
    }
  });

  it('derives the public URL from the port and the audience from the public URL', () => {
    expect(settingsOf({ PORT: '8080' })).toMatchObject({
      publicUrl: 'http://localhost:8080',
      tokenAudience: 'http://localhost:8080',
    });
    expect(settingsOf({ PUBLIC_URL: 'https://Users.example.com/accounts/' })).toMatchObject({
      publicUrl: 'https://users.example.com/accounts',
      tokenAudience: 'https://users.example.com/accounts',
    });
    expect(settingsOf({ TOKEN_AUDIENCE: 'shop' }).tokenAudience).toBe('shop');
  });

  it('blames only the port where the public URL is made from a wrong one', () => {
    expect(faultyVariables({ PORT: 'many' })).toEqual(['PORT']);
  });

  it.each([
    'users.example.com',
    'ftp://example.com',
    'https://example.com/?a=1',
    'https://example.com/#top',
    'https://me@example.com',
    'https://',
  ])('refuses the public URL %s', (url) => {
    expect(faultyVariables({ PUBLIC_URL: url })).toEqual(['PUBLIC_URL']);
  });

  it('reads the sender with and without a name', () => {
    expect(settingsOf({ MAIL_FROM: 'no-reply@example.com' }).mailFrom).toEqual({
      name: '',
      address: 'no-reply@example.com',
    });
    expect(settingsOf({ MAIL_FROM: '"Example, Inc." <hello@example.com>' }).mailFrom).toEqual({
      name: 'Example, Inc.',
      address: 'hello@example.com',
    });
  });

  it.each([
    'nobody',
    'a@example.com, b@example.com',
    'A <a@example.com>\r\nBcc: b@example.com',
    'A <a@b@c>',
    'A\nB <a@example.com>',
    'no-reply@example.com，evil.example',
  ])('refuses the sender %j', (sender) => {
    expect(faultyVariables({ MAIL_FROM: sender })).toEqual(['MAIL_FROM']);
  });

  it('reads switches in words', () => {
    expect(settingsOf({ SANDBOX: 'false', INTROSPECTION: 'off', RATE_LIMITS: 'OFF' })).toMatchObject({
      sandbox: false,
      introspection: false,
      rateLimits: false,
    });
    expect(settingsOf({ ...inProduction, SANDBOX: 'true' }).sandbox).toBe(true);
  });

  it('keeps lifetimes within sense', () => {
    const wrong = {
      ACCESS_TOKEN_EXPIRE_MINUTES: '0',
      REFRESH_TOKEN_REUSE_SECONDS: '61',
      SESSION_MAX_DAYS: '1.5',
      PASSWORD_MIN_LENGTH: '7',
    };

    expect(faultyVariables(wrong).sort()).toEqual(Object.keys(wrong).sort());
  });
});
