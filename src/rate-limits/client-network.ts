import { isIPv6 } from 'node:net';

/**
 * What stands for a client in counts: an IPv4 address, or the /64 of an IPv6 one. A subscriber gets a /64 at least, and
 * could otherwise take a fresh address for each try.
 */
export function clientNetwork(ip: string | null): string {
  if (ip === null) return 'unknown';
  const groups = isIPv6(ip) ? groupsOf(ip) : null;
  if (groups === null) return ip;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return mapped ? ipv4Of(groups) : `${groups.slice(0, 4).map(hex).join(':')}::/64`;
}

/** The eight groups of a valid IPv6 address, however it is written. */
function groupsOf(ip: string): number[] {
  // The URL parser writes every spelling in one form (RFC 5952), an IPv4 tail included.
  const host = new URL(`http://[${ip.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = host.split('::');
  const parse = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [left, right] = [parse(head), parse(tail ?? '')];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

function ipv4Of([, , , , , , high = 0, low = 0]: readonly number[]): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

function hex(group: number): string {
  return group.toString(16);
}
