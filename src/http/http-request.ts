import { isIP } from 'node:net';
import type { ClientInfo } from '../kernel/client-info.js';

/** What this server needs of an HTTP request and its answer, whichever framework carries them. */
export interface HttpExchange {
  /** One value; the first where there are several. Names in lower case. */
  header(name: string): string | undefined;
  /** The client's address: the peer's, or what trusted proxies say. */
  readonly ip: string | undefined;
  /** Adds a Set-Cookie header to the answer. */
  setCookie(value: string): void;
}

const LONGEST_USER_AGENT = 500;

export function clientOf(exchange: HttpExchange): ClientInfo {
  const userAgent = exchange.header('user-agent')?.slice(0, LONGEST_USER_AGENT);
  return { ip: canonicalAddress(exchange.ip), userAgent: userAgent || null };
}

/** IPv4 in its own form, also where the socket speaks IPv6; no zone index. */
function canonicalAddress(ip: string | undefined): string | null {
  if (ip !== undefined && isIP(ip) === 4) return ip;
  // Some proxies add the port to what they forward, and anything may stand in a header.
  const bare = ip?.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const address = bare?.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '') ?? '';
  return isIP(address) === 0 ? null : address;
}

const BEARER = /^bearer +([^\s]+) *$/i;

/** The token of `Authorization: Bearer …`; null where there is no such header, and an empty one where it is malformed. */
export function bearerOf(exchange: HttpExchange): string | null {
  const header = exchange.header('authorization');
  if (header === undefined) return null;
  return BEARER.exec(header)?.[1] ?? '';
}

/** The value of a cookie; null where there is none, or an empty one. */
export function cookieOf(exchange: HttpExchange, name: string): string | null {
  const pairs = (exchange.header('cookie') ?? '').split(';').map((pair) => pair.trim());
  const pair = pairs.find((candidate) => candidate.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) || null;
}
