import type { HttpExchange } from '../../http/http-request.js';
import type { AllowedOrigins } from '../../http/allowed-origins.js';

/** What a page's button sends: the token of a link that is to be used, or the address that a new mail shall go to. */
export type SentForm =
  | { readonly kind: 'link'; readonly token: string; readonly newPassword: string | null }
  | { readonly kind: 'new mail'; readonly email: string };

/** Null where the fields are none of the two, or one is there twice. */
export function readForm(body: unknown): SentForm | null {
  if (!(body instanceof URLSearchParams) || new Set(body.keys()).size !== body.size) return null;
  const [token, email] = [body.get('token'), body.get('email')];
  if (token !== null && email === null) return { kind: 'link', token, newPassword: body.get('newPassword') };
  return email !== null && token === null ? { kind: 'new mail', email } : null;
}

/**
 * Whether a browser says that a page elsewhere sent this form. Whoever made that page would need the token, but could
 * have people use up a link of the attacker's own (login CSRF). Under these pages' own Referrer-Policy browsers send
 * `Origin: null` (Fetch, "append a request Origin header"), so that says nothing; Sec-Fetch-Site does.
 */
export function isFromElsewhere(exchange: HttpExchange, host: string, origins: AllowedOrigins): boolean {
  const site = exchange.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = exchange.header('origin');
  return origin !== undefined && origin !== 'null' && URL.parse(origin)?.host !== host && !origins.allows(origin);
}
