import { readSettings } from '../../src/config/read-settings.js';
import { silentLogger } from '../../src/kernel/logger.js';
import { userManagementOptions } from '../../src/server/options-from-settings.js';

const acme = {
  id: 'acme',
  name: 'Acme',
  issuer: 'https://login.acme.example/',
  clientId: 'usergraph',
  clientSecret: 'a secret without spaces'.replaceAll(' ', '-'),
};

function faultsOf(environment: Readonly<Record<string, string>>): string[] {
  const read = readSettings(environment);
  return read.ok ? [] : read.faults.map(({ message }) => message);
}

function optionsOf(environment: Readonly<Record<string, string>>) {
  const read = readSettings({ SECRET_KEY: 'mCk2vT9sYwQ4xZr8bNfLgHpJdA6uEe3R', ...environment });
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message).join('\n'));
  return userManagementOptions(read.settings, silentLogger);
}

describe('the settings of identity providers', () => {
  it('are none by default', () => {
    expect(optionsOf({}).identityProviders).toEqual([]);
  });

  it('turn Google on with an id and a secret', () => {
    const { identityProviders } = optionsOf({ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' });

    expect(identityProviders).toMatchObject([
      { id: 'google', issuer: 'https://accounts.google.com', scopes: ['openid', 'email', 'profile'] },
    ]);
  });

  it('are of no use by halves', () => {
    expect(faultsOf({ GOOGLE_CLIENT_ID: 'id' })).toEqual([
      'GOOGLE_CLIENT_ID needs GOOGLE_CLIENT_SECRET: set both, or neither.',
    ]);
    expect(faultsOf({ GOOGLE_CLIENT_SECRET: 'secret' })).toHaveLength(1);
  });

  it('take an issuer by https, or on this machine', () => {
    for (const issuer of ['https://login.example.com', 'http://127.0.0.1:4001', 'http://localhost:4001/realms/a'])
      expect(faultsOf({ GOOGLE_ISSUER: issuer })).toEqual([]);
    for (const issuer of ['http://login.example.com', 'https://u:p@login.example.com', 'https://x.example?a=b', 'x'])
      expect(faultsOf({ GOOGLE_ISSUER: issuer })).toEqual([
        expect.stringMatching(/^GOOGLE_ISSUER must be an https URL/),
      ]);
  });

  it('add any number of others', () => {
    const others = [acme, { ...acme, id: 'other', scopes: ['openid', 'email', 'groups'] }];
    const { identityProviders } = optionsOf({ OIDC_PROVIDERS: JSON.stringify(others) });

    expect(identityProviders).toEqual([{ ...acme, scopes: ['openid', 'email', 'profile'] }, others[1]]);
  });

  it.each([
    '{}',
    'not JSON',
    '[null]',
    JSON.stringify([acme, acme]),
    JSON.stringify([{ ...acme, id: 'google' }]),
    JSON.stringify([{ ...acme, id: 'callback' }]),
    JSON.stringify([{ ...acme, id: '../admin' }]),
    JSON.stringify([{ ...acme, issuer: 'http://login.acme.example' }]),
    JSON.stringify([{ ...acme, clientSecret: undefined }]),
    JSON.stringify([{ ...acme, clientSecret: { nested: true } }]),
    JSON.stringify([{ ...acme, scopes: ['email'] }]),
    JSON.stringify([{ ...acme, clientSecrets: 'misspelt' }]),
  ])('do not take %s, and never repeat it', (text) => {
    const [fault, ...more] = faultsOf({ OIDC_PROVIDERS: text });

    expect(fault).toMatch(/^OIDC_PROVIDERS must be a JSON list/);
    expect(fault).not.toContain(acme.clientSecret);
    expect(more).toEqual([]);
  });

  it('end at the frontend, or at a page of the server', () => {
    expect(optionsOf({}).signInCallbackUrl).toBeNull();
    expect(optionsOf({ FRONTEND_URL: 'https://app.example.com/' }).signInCallbackUrl).toBe(
      'https://app.example.com/auth/callback',
    );
    expect(
      optionsOf({ FRONTEND_URL: 'https://app.example.com', FRONTEND_CALLBACK_URL: 'https://x.example/in' })
        .signInCallbackUrl,
    ).toBe('https://x.example/in');
  });
});
