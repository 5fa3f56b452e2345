import type { Kind } from './setting.js';
import { clientCredential, shortText } from './setting-kinds.js';
import { issuerUrl } from './web-address.js';

/** A provider as the environment names it. */
export interface OidcProviderSetting {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

/** `/auth/callback` is the server's own page, and Google has settings of its own. */
const RESERVED = ['google', 'callback'];
const ID = /^[a-z][a-z0-9-]{0,39}$/;
const SCOPE = /^[\u0021\u0023-\u005b\u005d-\u007e]+$/;
const FIELDS = new Set(['id', 'name', 'issuer', 'clientId', 'clientSecret', 'scopes']);
const name = shortText(50);

export const oidcProviders: Kind<readonly OidcProviderSetting[]> = {
  expected:
    'a JSON list such as [{"id":"acme","name":"Acme","issuer":"https://login.acme.example","clientId":"…","clientSecret":"…","scopes":["openid","email","profile"]}], with different ids of a-z, 0-9 and "-" (not google or callback), https issuers (http for loopback hosts), and "openid" among the scopes (which may be left out for these three)',
  parse(text, production) {
    const list = parsed(text);
    if (!Array.isArray(list)) return undefined;
    const providers = list.map((entry) => providerOf(entry, production));
    const all = providers.filter((provider) => provider !== undefined);
    const ids = new Set(all.map(({ id }) => id));
    return all.length === list.length && ids.size === list.length ? all : undefined;
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function providerOf(entry: unknown, production: boolean): OidcProviderSetting | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = entry as Readonly<Record<string, unknown>>;
  const read = <T>(field: string, kind: Kind<T>) => {
    const value = fields[field];
    return typeof value === 'string' ? kind.parse(value, production) : undefined;
  };
  const { id, scopes = ['openid', 'email', 'profile'] } = fields;
  const provider = {
    name: read('name', name),
    issuer: read('issuer', issuerUrl),
    clientId: read('clientId', clientCredential),
    clientSecret: read('clientSecret', clientCredential),
  };
  const right = typeof id === 'string' && ID.test(id) && !RESERVED.includes(id) && areScopes(scopes);
  const known = Object.keys(fields).every((field) => FIELDS.has(field));
  const whole = Object.values(provider).every((value) => value !== undefined);
  return right && known && whole ? ({ id, scopes, ...provider } as OidcProviderSetting) : undefined;
}

function areScopes(scopes: unknown): scopes is readonly string[] {
  if (!Array.isArray(scopes) || !scopes.includes('openid')) return false;
  return scopes.every((scope) => typeof scope === 'string' && SCOPE.test(scope));
}
