import { BlockList, isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../kernel/logger.js';

const privateAddresses = new BlockList();
for (const [address, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  privateAddresses.addSubnet(address, prefix, 'ipv4');
}
privateAddresses.addAddress('::1', 'ipv6');
privateAddresses.addSubnet('fc00::', 7, 'ipv6');
privateAddresses.addSubnet('fe80::', 10, 'ipv6');

/**
 * Tells once where a proxy seems to stand in front that nobody has named: then all clients look like one, and share its
 * limits. The header alone says nothing, since any client can send it; a peer from a private network that sends it does.
 */
export function warnOfUnnamedProxy(app: FastifyInstance, logger: Logger): void {
  let warned = false;
  app.addHook('onRequest', ({ headers, socket }, _reply, done) => {
    if (!warned && headers['x-forwarded-for'] !== undefined && isPrivate(socket.remoteAddress ?? '')) {
      warned = true;
      logger.warn(
        'A proxy seems to stand in front, but TRUST_PROXY is 0: all clients count as one. Set it to the number of proxies.',
      );
    }
    done();
  });
}

function isPrivate(address: string): boolean {
  return address !== '' && privateAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
