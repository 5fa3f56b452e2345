import type { Kind } from './setting.js';

/** Which web pages may call the server with credentials. */
export interface CorsOrigins {
  readonly listed: readonly string[];
  /** Also every port of this machine; for development, where each frontend takes its own. */
  readonly localhost: boolean;
}

const ANY_LOCALHOST = 'localhost';
const secureInProduction = 'https in production, except for loopback hosts';

/** An http or https URL without a slash at the end; null for what is none. Credentials, query and fragment have no place in it. */
export function normalWebUrl(text: string): string | null {
  if (!/^https?:\/\/[^/]/i.test(text) || /[?#*\s\\]/.test(text)) return null;
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

export function originOf(text: string): string | null {
  const url = normalWebUrl(text);
  return url === null ? null : new URL(url).origin;
}

export const webUrl: Kind<string> = {
  expected: `a URL such as https://users.example.com, without query, fragment or credentials (${secureInProduction})`,
  parse(text, production) {
    const url = normalWebUrl(text);
    return url === null || (production && !isSecure(url)) ? undefined : url;
  },
};

/** A provider's issuer, as it writes itself: some end in a slash. In every environment, as secrets go there. */
export const issuerUrl: Kind<string> = {
  expected:
    'an https URL such as https://accounts.google.com, without query, fragment or credentials (http for loopback hosts)',
  parse: (text) => (normalWebUrl(text) !== null && isSecure(text) ? text : undefined),
};

export const pictureUrl: Kind<string> = {
  expected: 'an https URL of a picture, such as https://example.com/logo.png',
  parse(text) {
    const url = /^https:\/\/[^/\s]/i.test(text) ? URL.parse(text) : null;
    return url === null || url.username !== '' || url.password !== '' ? undefined : url.href;
  },
};

export const corsOrigins: Kind<CorsOrigins> = {
  expected: `origins separated by commas, such as https://app.example.com, without a path (${secureInProduction}); "${ANY_LOCALHOST}" stands for every port of this machine, outside of production`,
  parse(text, production) {
    const entries = text.split(',').map((entry) => entry.trim());
    const named = entries.filter((entry) => entry !== '' && entry !== ANY_LOCALHOST);
    const localhost = entries.includes(ANY_LOCALHOST);
    const right = named.every((entry) => isOrigin(entry) && (!production || isSecure(entry)));
    return right && !(localhost && production)
      ? { listed: named.map((entry) => new URL(entry).origin), localhost }
      : undefined;
  },
};

function isOrigin(text: string): boolean {
  const url = normalWebUrl(text);
  return url !== null && url === new URL(url).origin;
}

export function isSecure(url: string): boolean {
  return new URL(url).protocol === 'https:' || isLoopback(url);
}

function isLoopback(url: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}
